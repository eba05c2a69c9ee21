/// The shapes of all requests; the table is generated from the service's model.
package enum ServiceModel {
    /// The one shape that is not in the table, since it holds itself.
    package static let attributeValue = Shape.attributeValueShape
}

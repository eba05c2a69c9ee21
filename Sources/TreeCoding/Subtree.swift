/// A part of a tree that stays as it is: what a `Codable` value holds and no coder writes, such as bytes.
public struct Subtree<Tree: CodableTree>: Codable, Sendable {
    /// The part.
    public var tree: Tree

    /// A part.
    public init(_ tree: Tree) { self.tree = tree }

    /// Takes the part that a decoder of this kind of tree is at.
    ///
    /// - Throws: `DecodingError` for a decoder of another kind.
    public init(from decoder: any Decoder) throws {
        guard let decoding = decoder as? TreeDecoding<Tree> else {
            let context = DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "another tree")
            throw DecodingError.typeMismatch(Tree.self, context)
        }
        tree = decoding.tree
    }

    /// Puts the part into an encoder of this kind of tree.
    ///
    /// - Throws: `EncodingError` for an encoder of another kind.
    public func encode(to encoder: any Encoder) throws {
        guard let encoding = encoder as? TreeEncoding<Tree> else {
            let context = EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "another tree")
            throw EncodingError.invalidValue(tree, context)
        }
        encoding.put(tree)
    }
}

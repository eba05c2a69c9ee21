/// A place in a bucket.
public struct BucketPlace: Sendable, Equatable {
    /// The bucket.
    public var bucket: String
    /// The account that owns it.
    public var owner: String?
    /// What the keys of its objects begin with.
    public var prefix: String?

    /// A place.
    public init(bucket: String, owner: String? = nil, prefix: String? = nil) {
        self.bucket = bucket
        self.owner = owner
        self.prefix = prefix
    }
}

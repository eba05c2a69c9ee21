/// A place in a bucket.
public struct BucketPlace: Sendable, Equatable {
    /// The bucket's name; here a folder of the folder that exports and imports use.
    public var bucket: String
    /// The account that owns it.
    public var owner: String?
    /// What the keys of its objects begin with.
    public var prefix: String?

    /// A bucket, and what the keys of its objects begin with.
    public init(bucket: String, owner: String? = nil, prefix: String? = nil) {
        self.bucket = bucket
        self.owner = owner
        self.prefix = prefix
    }
}

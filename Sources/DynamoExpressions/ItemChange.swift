import DynamoModel

/// What becomes of the value at a path.
enum ItemChange {
    /// It is this value afterwards.
    case set(AttributeValue)
    /// It is not there afterwards.
    case remove
    /// It stays as it is.
    case keep
}

extension [ItemChange] {
    /// Carries out these changes, by the places of the sorted paths, in one walk over the item.
    ///
    /// - Throws: when a path leads through something that is not there or not a map or list.
    func apply(
        _ entries: ArraySlice<PathOrder.Entry>, to map: inout AttributeMap, depth: Int
    ) throws(DynamoDBError) {
        var rest = entries
        var members: [(name: String, value: AttributeValue?)] = []
        while let (element, group) = rest.takeGroup(at: depth) {
            guard case .attribute(let name) = element else { throw .invalidUpdatePath }
            if let change = change(at: group, depth) {
                switch change {
                case .set(let value): members.append((name, value))
                case .remove: members.append((name, nil))
                case .keep: break
                }
                continue
            }
            let found: Void? = try map.update(name) { (value) throws(DynamoDBError) in
                try apply(group, to: &value, depth: depth + 1)
            }
            guard found != nil else { throw .invalidUpdatePath }
        }
        map.change(sorted: members)
    }

    private func apply(
        _ entries: ArraySlice<PathOrder.Entry>, to value: inout AttributeValue, depth: Int
    ) throws(DynamoDBError) {
        switch value {
        case .m(var map):
            // The value lets go of its map, so that the change is made in place.
            value = .null
            try apply(entries, to: &map, depth: depth)
            value = .m(map)
        case .l(var list):
            value = .null
            try apply(entries, to: &list, depth: depth)
            value = .l(list)
        default: throw .invalidUpdatePath
        }
    }

    private func apply(
        _ entries: ArraySlice<PathOrder.Entry>, to list: inout [AttributeValue], depth: Int
    ) throws(DynamoDBError) {
        let count = list.count
        var removed: [Int] = []
        var rest = entries
        while let (element, group) = rest.takeGroup(at: depth) {
            guard case .index(let index) = element else { throw .invalidUpdatePath }
            guard let change = change(at: group, depth) else {
                guard index < count else { throw .invalidUpdatePath }
                try apply(group, to: &list[index], depth: depth + 1)
                continue
            }
            switch change {
            case .set(let value) where index < count: list[index] = value
            case .set(let value): list.append(value)
            case .remove where index < count: removed.append(index)
            case .remove, .keep: break
            }
        }
        Self.remove(removed[...], from: &list)
    }

    /// Removes the elements at these places, which go up, in one pass.
    private static func remove(_ places: ArraySlice<Int>, from list: inout [AttributeValue]) {
        guard places.count > 1 else { return places.forEach { list.remove(at: $0) } }
        var places = places
        var kept: [AttributeValue] = []
        kept.reserveCapacity(list.count - places.count)
        for (place, value) in list.enumerated() {
            if places.first == place { places.removeFirst() } else { kept.append(value) }
        }
        list = kept
    }

    /// The change of the path that ends at this depth, nil when the paths of the group go deeper.
    private func change(at group: ArraySlice<PathOrder.Entry>, _ depth: Int) -> ItemChange? {
        guard let first = group.first, first.path.elements.count == depth + 1 else { return nil }
        return self[first.index]
    }
}

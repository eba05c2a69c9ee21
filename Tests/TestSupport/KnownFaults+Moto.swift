// What moto 5.2.5 does otherwise than DynamoDB, as far as these tests show it. (Messages are not compared on other
// people's engines.)

extension KnownFault {
    static let moto: [KnownFault] = accepted + misjudged + statements + wrong + units + missing

    // MARK: What DynamoDB refuses, and moto takes

    private static let accepted = [
        KnownFault(
            "moto takes keys of a wrong form: empty, too long, of another type, or with attributes that are no key",
            "BatchGetItemTests/keysMustMatchTheSchema", "BatchWriteItemTests/keysOfPuts",
            "BatchWriteItemTests/oneWrongWriteRefusesAll",
            "DeleteItemTests/keyMustMatchTheSchema", "GetItemTests/keyMustMatchTheSchema",
            "GetItemTests/keyMustNotBeTooLong", "PutItemValidationTests/keyMustNotBeEmpty",
            "TransactGetItemsTests/wrongReads", "TransactWriteValidationTests/wholeRequests",
            "TransactWriteValidationTests/wrongItems",
            "UpdateItemValidationTests/keyMustMatchTheSchema"),
        KnownFault(
            "moto takes values of any type for the key attributes of an index",
            "PutItemValidationTests/indexKeyMustHaveItsType", "RequestOrderTests/indexesByName",
            "UpdateItemValidationTests/indexKeyMustHaveItsType", "UpdateItemValidationTests/unfitIndexKeyIsLeftAlone"),
        KnownFault(
            "moto takes a batch or transaction that is empty, too long, over several tables too long, or names an item twice",
            "BatchGetItemTests/limits", "BatchWriteItemTests/duplicates", "BatchWriteItemTests/limits",
            "TransactGetItemsTests/duplicates", "TransactGetItemsTests/limits", "TransactWriteItemsTests/limits"),
        KnownFault(
            "moto takes transactions of more than 4 MB",
            "TransactGetItemsTests/fourMegabytes", "TransactWriteItemsTests/fourMegabytes"),
        KnownFault(
            "moto takes expressions that are no expressions, are too long, or have placeholders that are unused or missing; or answers 500",
            "GetItemTests/wrongProjectionIsRefused", "PutItemTests/wrongConditionIsRefused", "QueryTests/placeholders",
            "TransactWriteValidationTests/wrongExpressions", "UpdateItemValidationTests/expressionIsLimited",
            "UpdateItemValidationTests/wrongExpressionIsRefused"),
        KnownFault(
            "moto takes key conditions and filters that no query can have, or answers 500",
            "QueryIndexTests/filterOnAnIndex", "QueryTests/betweenBounds", "QueryTests/filterOnKeyIsRefused",
            "QueryTests/keyConditionTypes", "QueryTests/wrongKeyCondition"),
        KnownFault(
            "moto takes limits below 1, segments that are none, and start keys of a wrong form",
            "QueryIndexTests/wrongStartKeyOfAnIndex", "QueryPagingTests/limitIsPositive",
            "QueryPagingTests/wrongStartKey",
            "RequestOrderTests/startKeyOfAnotherSegment", "ScanTests/wrongRequests", "ScanTests/wrongSegments",
            "SelectTests/startKeys"),
        KnownFault(
            "moto takes definitions of tables and indexes that cannot be: names, schemas, projections, numbers of indexes, throughput",
            "CreateTableMessageTests/billing", "CreateTableMessageTests/indexes",
            "CreateTableMessageTests/localIndexes", "CreateTableMessageTests/tableKeys",
            "CreateTableTests/billing", "CreateTableTests/wrongIndexes", "CreateTableTests/wrongNames",
            "CreateTableTests/wrongSchemas", "UpdateTableMessageTests/indexes",
            "UpdateTableMessageTests/oneThingAtATime",
            "UpdateTableMessageTests/sameThroughput", "UpdateTableMessageTests/stream",
            "UpdateTableMessageTests/throughputAndBilling", "UpdateTableTests/oneIndexAtATime"),
        KnownFault(
            "moto takes definitions of attributes that a new index does not use or that have another type, or answers 500",
            "UpdateTableDefinitionTests/knownAttributesAreDefinedAgain", "UpdateTableDefinitionTests/othersAreIgnored",
            "UpdateTableDefinitionTests/typesStay"),
        KnownFault("moto takes a path into a key of the table", "CanonicalNameTests/nestedKeys"),
        KnownFault("moto takes tags of what is no table, or not there", "TagTests/wrongResources"),
        KnownFault(
            "moto takes tags and settings of expiry that are too long, empty or no change, and tokens that are too long",
            "TagTests/limits", "TagTests/characters", "TimeToLiveTests/changesMustChange",
            "TimeToLiveTests/wrongRequests",
            "TransactWriteItemsTests/tokenLength"),
        KnownFault(
            "moto takes an update of a path that leads through a value of another type",
            "UpdateItemTests/missingParents"),
        KnownFault(
            "moto takes attributes with empty or endless names, and nested deeper than 32 levels",
            "PutItemValidationTests/attributeNamesAreLimited", "PutItemValidationTests/nestingIsLimited",
            "UpdateItemValidationTests/nestingIsLimited"),
        KnownFault("moto takes paths that lead into a key", "RequestOrderTests/pathsIntoKeys"),
        KnownFault("moto takes sums that are larger than a number can be", "UpdateItemTests/arithmeticIsExact"),
    ]

    // MARK: What DynamoDB takes, and moto refuses, or refuses with another error

    private static let misjudged = [
        KnownFault(
            "moto looks for the table and the item before it looks at the expressions and at Select",
            "RequestOrderTests/expressionsBeforeTables", "RequestOrderTests/expressionsOfSeveralItems",
            "RequestOrderTests/keysInUpdates", "SelectTests/isLookedAtFirst"),
        KnownFault(
            "moto says ResourceNotFoundException of names that no table can have, and of an index that is not there",
            "DescribeTableTests/missingTable", "GetItemTests/malformedTableName", "QueryTests/missingTableOrIndex",
            "UpdateTableTests/indexIsDeleted"),
        KnownFault(
            "moto refuses a transaction as a whole for the item that an update makes, in place of cancelling it",
            "TransactWriteValidationTests/emptiedFromTheItem", "TransactWriteValidationTests/itemTooLarge"),
        KnownFault(
            "moto counts the size of an item otherwise, and refuses one of exactly 400 KB",
            "BatchGetItemTests/sixteenMegabytes", "ConsumedCapacityTests/getItem", "ConsumedCapacityTests/putItem",
            "PutItemValidationTests/itemMustNotBeTooLarge", "UpdateItemValidationTests/itemMustNotBeTooLarge",
            "UpdateItemValidationTests/requestMustNotBeTooLarge"),
        KnownFault("moto refuses an if_not_exists within another", "UpdateItemTests/ifNotExists"),
        KnownFault("moto reads at most 25 items in a transaction, not 100", "TransactGetItemsTests/orderOfTheRequest"),
        KnownFault(
            "moto answers 500 to comparisons of different types and to the size of a number, which are false",
            "PutItemTests/conditionLanguage"),
        KnownFault(
            "moto answers 500 to a BETWEEN before the condition on the partition key", "QueryTests/sortKeyConditions"),
        KnownFault(
            "moto answers 500 to an update without an expression", "UpdateItemReturnValuesTests/allNew",
            "UpdateItemTests/makesTheItem"),
        KnownFault(
            "moto answers 500 to some projections of which an item has nothing",
            "GetItemTests/projectionOfNothingIsAnEmptyItem"),
        KnownFault(
            "moto answers 500 to the deletion of an index that is not there, and to indexes over attributes that are not defined",
            "UpdateTableTests/wrongChanges"),
    ]

    // MARK: Statements

    private static let statements = [
        KnownFault(
            "moto reads few statements of PartiQL: conditions beside a key, indexes, sets, pages, RETURNING and most faults fail",
            "StatementBatchTests/batches", "StatementBatchTests/refusedBatches", "StatementBatchTests/transactions",
            "StatementBatchTests/cancelled", "StatementBatchTests/refusedTransactions", "StatementBatchTests/tokens",
            "StatementMessageTests/messages", "StatementMessageTests/places", "StatementMessageTests/forms",
            "StatementMessageTests/conditions", "StatementMessageTests/severalAttributes",
            "StatementReadsTests/byKeyAndByScan", "StatementReadsTests/readsByKey", "StatementSelectTests/byKey",
            "StatementSelectTests/branches", "StatementSelectTests/refusedBranches", "StatementSelectTests/order",
            "StatementSelectTests/pages", "StatementSelectTests/indexes", "StatementSelectTests/capacity",
            "StatementWriteTests/insert", "StatementWriteTests/update", "StatementWriteTests/sets",
            "StatementWriteTests/delete", "StatementWriteTests/returning",
            "StatementWriteTests/itemOfAFailedCondition")
    ]

    // MARK: Wrong results

    private static let wrong = [
        KnownFault(
            "moto projects one element of a list at most",
            "GetItemTests/projectedElementsKeepTheirOrder", "GetItemTests/projectsPaths",
            "TransactGetItemsTests/tablesAndProjections"),
        KnownFault(
            "moto returns no attribute that was set to what it was, and whole documents in place of the parts that were updated",
            "UpdateItemReturnValuesTests/updatedNew", "UpdateItemReturnValuesTests/updatedOld",
            "UpdateItemReturnValuesTests/updatedPartsOfDocuments"),
        KnownFault(
            "moto appends elements to a list in the order of the expression, not of their numbers",
            "UpdateItemTests/nestedPaths"),
        KnownFault(
            "moto makes an item by an update that removes attributes of none",
            "DifferentialTests/answersAreThoseOfADictionary", "UpdateItemTests/removingMakesNoItem"),
        KnownFault(
            "moto ignores the token of a transaction",
            "ConcurrencyTests/tokenUnderConcurrency", "TransactWriteItemsTests/cancelledTokenIsFree",
            "TransactWriteItemsTests/tokenMakesItOnce", "TransactWriteItemsTests/tokenMismatch"),
        KnownFault(
            "moto does not read from the table what a local index does not hold",
            "QueryIndexTests/attributesOutsideTheProjection"),
        KnownFault(
            "moto gives no LastEvaluatedKey when the limit is reached with the last item, and ends pages elsewhere",
            "QueryPagingTests/lastEvaluatedKeyIsTheLastRead", "QueryPagingTests/pageOfOneMegabyte"),
        KnownFault(
            "moto lists tables in the order in which they were made, and starts only after one that is there",
            "ListTablesTests/hundredByDefault", "ListTablesTests/limits", "ListTablesTests/pages",
            "ListTablesTests/startNeedsNoTable"),
        KnownFault(
            "moto answers 500 once an item's attribute has another type than the key of a new index",
            "UpdateTableTests/itemsOfOtherTypesAreLeftOut"),
        KnownFault(
            "moto describes tables without an id, and indexes without counts, size and ARN, or with throughput that they do not have",
            "CreateTableTests/describesWhatWasAsked", "DescribeTableTests/countsAndSizes",
            "DescribeTableTests/idsAreUnique", "TableSettingsTests/orderOfNames", "UpdateTableTests/billing"),
        KnownFault(
            "moto adds a tag beside the one of the same key, which it should replace", "TagTests/addReplaceRemove"),
        KnownFault(
            "moto goes through no states: a table is ACTIVE as soon as it is made or changed",
            "TableSettingsTests/billingModes", "TableSettingsTests/newTable", "TableSettingsTests/throughputChanges"),
        KnownFault("moto says that a table that is being deleted is ACTIVE", "DeleteTableTests/tableIsGone"),
    ]

    // MARK: Units

    private static let units = [
        KnownFault(
            "moto makes up the units of an operation: they follow neither sizes nor indexes, and transactions and batches have none",
            "BudgetTests/listsOfUsers", "BudgetTests/reads", "BudgetTests/writes", "CardMarkTests/budgets",
            "ConsumedCapacityIndexTests/localIndexes",
            "ConsumedCapacityIndexTests/movedEntries", "ConsumedCapacityIndexTests/newEntries",
            "ConsumedCapacityIndexTests/readsOfAnIndex", "ConsumedCapacityIndexTests/removedEntries",
            "ConsumedCapacityIndexTests/totalIsTheSum", "ConsumedCapacityIndexTests/unprojectedChanges",
            "ConsumedCapacityTests/batchGetItem", "ConsumedCapacityTests/batchWriteItem",
            "ConsumedCapacityTests/deleteItem", "ConsumedCapacityTests/getItem", "ConsumedCapacityTests/getOfNothing",
            "ConsumedCapacityTests/putItem", "ConsumedCapacityTests/query", "ConsumedCapacityTests/scan",
            "ConsumedCapacityTests/transactions", "ConsumedCapacityTests/updateItem", "ScenarioRepositoryTests/budgets",
            "SessionListTests/writeBudgets", "TransactionCapacityTests/checksCostWrites",
            "TransactionCapacityTests/indexesCostOnce", "TransactionCapacityTests/repetitionsCostReads"),
        KnownFault(
            "moto tells units, and metrics of collections, that nobody asked for",
            "BatchGetItemTests/readsHundred", "BatchWriteItemTests/putsAndDeletes",
            "TransactWriteItemsTests/allActionsAreDone", "UpdateItemReturnValuesTests/none"),
    ]

    // MARK: What moto has not

    private static let missing = [
        KnownFault("moto has no metrics of item collections", "BatchWriteItemTests/collectionMetrics"),
        KnownFault(
            "moto does not check index keys of several attributes, and answers 500 to start keys of such an index",
            "CreateTableMessageTests/multiAttributeKeys", "MultiAttributeKeyTests/pages",
            "MultiAttributeKeyTests/sparse",
            "MultiAttributeKeyTests/wrongConditions"),
        KnownFault(
            "moto changes neither table classes nor on-demand limits nor warm throughput",
            "TableSettingsTests/onDemandLimits", "TableSettingsTests/tableClass", "TableSettingsTests/warmThroughput"),
    ]
}

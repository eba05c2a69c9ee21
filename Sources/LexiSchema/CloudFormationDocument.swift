import DynamoModel
import Lexi

/// The table and the service's policy as a CloudFormation template.
enum CloudFormationDocument {
    static let text = "# \(SchemaDocuments.origin)\n" + template.yaml

    private static let template: DocumentTree = [
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Lexi: the table, and a policy that allows what the service does with it.",
        "Parameters": [
            "TableName": [
                "Type": "String", "Default": .text(LexiTable.defaultName), "AllowedPattern": "[a-zA-Z0-9_.-]{3,255}",
                "Description": "The name that the service is given with --table.",
            ]
        ],
        "Resources": ["Table": table, "ServicePolicy": policy],
        "Outputs": [
            "TableName": ["Description": "For --table.", "Value": .function("Ref", "Table")],
            "TableArn": ["Description": "The table.", "Value": .function("GetAtt", "Table.Arn")],
            "StreamArn": ["Description": "The table's stream.", "Value": .function("GetAtt", "Table.StreamArn")],
            "ServicePolicyArn": [
                "Description": "To attach to the role of the service.", "Value": .function("Ref", "ServicePolicy"),
            ],
        ],
    ]

    /// The table outlives its stack, and a change that would need another table leaves the old one where it is.
    private static let table: DocumentTree = {
        let request = TableDefinition.lexiApp()
        return [
            "Type": "AWS::DynamoDB::Table", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain",
            "Properties": [
                "TableName": .function("Ref", "TableName"), "BillingMode": .text(request.billingMode.rawValue),
                "AttributeDefinitions": TableDocuments.attributes(request),
                "KeySchema": TableDocuments.keys(request.keySchema),
                "GlobalSecondaryIndexes": TableDocuments.indexes(request),
                "StreamSpecification": ["StreamViewType": .text(TableDocuments.stream(request))],
                "TimeToLiveSpecification": TableDocuments.expiry,
                "PointInTimeRecoverySpecification": TableDocuments.pointInTime,
                "SSESpecification": ["SSEEnabled": true], "DeletionProtectionEnabled": true,
            ],
        ]
    }()

    private static let policy: DocumentTree = [
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": [
            "Description": "What the Lexi service does with its table.",
            "PolicyDocument": TablePolicy.service.document { place in
                place.name.map { .function("Sub", "${Table.Arn}/index/\($0)") } ?? .function("GetAtt", "Table.Arn")
            },
        ],
    ]
}

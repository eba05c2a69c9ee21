import DynamoModel
import Lexi

/// The table and the service's policy as a Terraform module.
enum TerraformDocument {
    static let text = """
        # \(SchemaDocuments.origin)

        terraform {
          required_version = ">= 1.5"

          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = ">= 5.0, < 7.0"
            }
          }
        }

        variable "table_name" {
          type        = string
          default     = "\(LexiTable.defaultName)"
          description = "The name that the service is given with --table."
        }

        variable "tags" {
          type        = map(string)
          default     = {}
          description = "Tags of the table and of the policy."
        }

        \(table)

        \(policy)

        output "table_name" {
          value       = aws_dynamodb_table.lexi.name
          description = "For --table."
        }

        output "table_arn" {
          value       = aws_dynamodb_table.lexi.arn
          description = "The table."
        }

        output "stream_arn" {
          value       = aws_dynamodb_table.lexi.stream_arn
          description = "The table's stream."
        }

        output "service_policy_arn" {
          value       = aws_iam_policy.service.arn
          description = "To attach to the role of the service."
        }

        """

    private static var table: String {
        let request = TableDefinition.lexiApp()
        let attributes = request.attributeDefinitions.map { attribute in
            block("attribute", [("name", attribute.attributeName), ("type", attribute.attributeType.rawValue)])
        }
        let indexes = request.globalSecondaryIndexes.map { index in
            block(
                "global_secondary_index",
                [
                    ("name", index.indexName), ("hash_key", key(index.keySchema, .hash)),
                    ("range_key", key(index.keySchema, .range)), ("projection_type", index.projection.projectionType),
                ])
        }
        return """
            resource "aws_dynamodb_table" "lexi" {
              name                        = var.table_name
              billing_mode                = "\(request.billingMode.rawValue)"
              hash_key                    = "\(key(request.keySchema, .hash))"
              range_key                   = "\(key(request.keySchema, .range))"
              stream_enabled              = true
              stream_view_type            = "\(TableDocuments.stream(request))"
              deletion_protection_enabled = true
              tags                        = var.tags

            \((attributes + indexes).joined(separator: "\n\n"))

              ttl {
                attribute_name = "\(TableDefinition.timeToLive.attributeName ?? "")"
                enabled        = \(TableDefinition.timeToLive.isEnabled)
              }

              point_in_time_recovery {
                enabled = true
              }

              server_side_encryption {
                enabled = true
              }

              lifecycle {
                prevent_destroy = true
              }
            }
            """
    }

    private static var policy: String {
        """
        data "aws_iam_policy_document" "service" {
        \(TablePolicy.service.statements.map(statement).joined(separator: "\n\n"))
        }

        resource "aws_iam_policy" "service" {
          name_prefix = "lexi-service-"
          description = "What the Lexi service does with its table."
          policy      = data.aws_iam_policy_document.service.json
          tags        = var.tags
        }
        """
    }

    private static func statement(_ statement: TablePolicy.Statement) -> String {
        let actions = statement.actions.map { "\"dynamodb:\($0)\"" }.joined(separator: ", ")
        let places = statement.places.map { place in
            let table = "aws_dynamodb_table.lexi.arn"
            return "      \(place.name.map { "\"${\(table)}/index/\($0)\"" } ?? table),\n"
        }
        let conditions = statement.conditions.map { condition in
            let values = condition.values.map { "\"\($0)\"" }.joined(separator: ", ")
            return """


                    condition {
                      test     = "\(condition.test)"
                      variable = "\(condition.variable)"
                      values   = [\(values)]
                    }
                """
        }
        return """
              statement {
                sid     = "\(statement.name)"
                actions = [\(actions)]

                resources = [
            \(places.joined())    ]\(conditions.joined())
              }
            """
    }

    private static func block(_ name: String, _ arguments: [(name: String, value: String)]) -> String {
        let width = arguments.map(\.name.utf8.count).max() ?? 0
        let lines = arguments.map { argument in
            let space = String(repeating: " ", count: width - argument.name.utf8.count)
            return "    \(argument.name)\(space) = \"\(argument.value)\"\n"
        }
        return "  \(name) {\n\(lines.joined())  }"
    }

    private static func key(_ schema: [KeySchemaElement], _ type: KeyType) -> String {
        schema.first { $0.keyType == type }?.attributeName ?? ""
    }
}

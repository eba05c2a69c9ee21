# Made from the registry in `Sources/Lexi/Table` by `lexi table schema --write`: do not edit.

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
  default     = "LexiApp"
  description = "The name that the service is given with --table."
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags of the table and of the policy."
}

resource "aws_dynamodb_table" "lexi" {
  name                        = var.table_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "PK"
  range_key                   = "SK"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  deletion_protection_enabled = true
  tags                        = var.tags

  attribute {
    name = "PK"
    type = "S"
  }

  attribute {
    name = "SK"
    type = "S"
  }

  attribute {
    name = "GSI1PK"
    type = "S"
  }

  attribute {
    name = "GSI1SK"
    type = "S"
  }

  attribute {
    name = "GSI2PK"
    type = "S"
  }

  attribute {
    name = "GSI2SK"
    type = "S"
  }

  attribute {
    name = "GSI3PK"
    type = "S"
  }

  attribute {
    name = "GSI3SK"
    type = "S"
  }

  attribute {
    name = "GSI4PK"
    type = "S"
  }

  attribute {
    name = "GSI4SK"
    type = "S"
  }

  attribute {
    name = "GSI5PK"
    type = "S"
  }

  attribute {
    name = "GSI5SK"
    type = "S"
  }

  global_secondary_index {
    name            = "GSI1"
    hash_key        = "GSI1PK"
    range_key       = "GSI1SK"
    projection_type = "ALL"
  }

  global_secondary_index {
    name            = "GSI2"
    hash_key        = "GSI2PK"
    range_key       = "GSI2SK"
    projection_type = "ALL"
  }

  global_secondary_index {
    name            = "GSI3"
    hash_key        = "GSI3PK"
    range_key       = "GSI3SK"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "GSI4"
    hash_key        = "GSI4PK"
    range_key       = "GSI4SK"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "GSI5"
    hash_key        = "GSI5PK"
    range_key       = "GSI5SK"
    projection_type = "KEYS_ONLY"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
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

data "aws_iam_policy_document" "service" {
  statement {
    sid     = "ReadItems"
    actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem"]

    resources = [
      aws_dynamodb_table.lexi.arn,
    ]
  }

  statement {
    sid     = "QueryTable"
    actions = ["dynamodb:Query"]

    resources = [
      aws_dynamodb_table.lexi.arn,
    ]
  }

  statement {
    sid     = "QueryIndexes"
    actions = ["dynamodb:Query"]

    resources = [
      "${aws_dynamodb_table.lexi.arn}/index/GSI1",
      "${aws_dynamodb_table.lexi.arn}/index/GSI2",
      "${aws_dynamodb_table.lexi.arn}/index/GSI3",
      "${aws_dynamodb_table.lexi.arn}/index/GSI4",
      "${aws_dynamodb_table.lexi.arn}/index/GSI5",
    ]
  }

  statement {
    sid     = "PutInTransactions"
    actions = ["dynamodb:PutItem"]

    resources = [
      aws_dynamodb_table.lexi.arn,
    ]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "dynamodb:EnclosingOperation"
      values   = ["TransactWriteItems"]
    }

    condition {
      test     = "ForAllValues:StringLike"
      variable = "dynamodb:LeadingKeys"
      values   = ["EMAIL#*", "ERASED#*", "ERASURE#*", "FLASHCARD#*", "IDENTITY#*", "SCENARIO#*", "SESSION#*", "USER#*"]
    }
  }

  statement {
    sid     = "AddInTransactions"
    actions = ["dynamodb:UpdateItem"]

    resources = [
      aws_dynamodb_table.lexi.arn,
    ]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "dynamodb:EnclosingOperation"
      values   = ["TransactWriteItems"]
    }

    condition {
      test     = "ForAllValues:StringLike"
      variable = "dynamodb:LeadingKeys"
      values   = ["SCENARIO#*", "USER#*"]
    }
  }

  statement {
    sid     = "DeleteInTransactions"
    actions = ["dynamodb:DeleteItem"]

    resources = [
      aws_dynamodb_table.lexi.arn,
    ]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "dynamodb:EnclosingOperation"
      values   = ["TransactWriteItems"]
    }

    condition {
      test     = "ForAllValues:StringLike"
      variable = "dynamodb:LeadingKeys"
      values   = ["EMAIL#*", "FLASHCARD#*", "IDENTITY#*", "SESSION#*", "USER#*"]
    }
  }

  statement {
    sid     = "CheckInTransactions"
    actions = ["dynamodb:ConditionCheckItem"]

    resources = [
      aws_dynamodb_table.lexi.arn,
    ]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "dynamodb:EnclosingOperation"
      values   = ["TransactWriteItems"]
    }

    condition {
      test     = "ForAllValues:StringLike"
      variable = "dynamodb:LeadingKeys"
      values   = ["FLASHCARD#*", "USER#*"]
    }
  }

  statement {
    sid     = "RemoveInBatches"
    actions = ["dynamodb:BatchWriteItem"]

    resources = [
      aws_dynamodb_table.lexi.arn,
    ]

    condition {
      test     = "ForAllValues:StringLike"
      variable = "dynamodb:LeadingKeys"
      values   = ["FLASHCARD#*", "SESSION#*", "USER#*"]
    }
  }

  statement {
    sid     = "CheckTable"
    actions = ["dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive"]

    resources = [
      aws_dynamodb_table.lexi.arn,
    ]
  }
}

resource "aws_iam_policy" "service" {
  name_prefix = "lexi-service-"
  description = "What the Lexi service does with its table."
  policy      = data.aws_iam_policy_document.service.json
  tags        = var.tags
}

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

"""What botocore makes of AWS's shared files, and where it finds DynamoDB: what Lexi's own reading is compared with.

`sections FILE` prints the sections as JSON, or null when botocore refuses the file. `endpoints REGION...` prints the URLs.
"""

import json
import sys

import botocore.configloader
import botocore.exceptions
import botocore.session


def sections(path):
    try:
        return botocore.configloader.raw_config_parse(path, parse_subsections=False)
    except botocore.exceptions.ConfigParseError:
        return None


def endpoints(regions):
    session = botocore.session.Session()
    session.set_credentials("key", "secret")
    return {region: session.create_client("dynamodb", region_name=region).meta.endpoint_url for region in regions}


what, arguments = sys.argv[1], sys.argv[2:]
print(json.dumps(sections(arguments[0]) if what == "sections" else endpoints(arguments)))

# The requests of scripts/bench (raw lines) as an Arazzo description: a step and three criteria each.
def escaped: gsub("~"; "~0") | gsub("/"; "~1");
def variables: {"subscription": .[2], "group": .[4], "name": .[8]};

{
  arazzo: "1.0.1",
  info: { title: "A thousand PUTs, each with three criteria", version: "1" },
  sourceDescriptions: [{ name: "connections", url: "./openapi.json", type: "openapi" }],
  workflows: [{
    workflowId: "thousand",
    steps: [
      inputs | select(contains("\t")) | split("\t") as [$path, $body] | ($body | fromjson) as $sent
      | ($path | split("?")[0] | split("/")) as $words
      | {
          stepId: "put-\($sent.tags.n)",
          operationPath: ("{$sourceDescriptions.connections.url}#/paths/" + (
              "/subscriptions/{subscription}/resourceGroup/{group}/providers/microsoft.network/connections/{name}"
              | escaped) + "/put"),
          parameters: [
            ($words | variables | to_entries[] | { name: .key, in: "path", value: .value }),
            { name: "api-version", in: "query", value: ($path | split("api-version=")[1]) },
            { name: "Accept", in: "header", value: "application/json" }
          ],
          requestBody: { contentType: "application/json", payload: $sent },
          successCriteria: [
            { condition: "$statusCode == 200" },
            { condition: "$response.body#/name == '\($sent.name)'" },
            { condition: "$response.body#/tags/n == '\($sent.tags.n)'" }
          ]
        }
    ]
  }]
}

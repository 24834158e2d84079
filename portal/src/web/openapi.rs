//! The OpenAPI 3.1 document (<https://spec.openapis.org/oas/v3.1.1>), made from the table of
//! routes and the schemas of its types. WebSockets are described where they open, in the
//! extension `x-websocket`; a route's rights stand in `x-rights`.

use corporate_protocol::{PortalOrigin, Problem};
use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::cookie::{self, AGENT_COOKIE, CHAT_COOKIE};
use super::routes::{self, Answers, Route, Socket, Takes};

/// The whole document for a portal at this address.
pub(crate) fn document(origin: &PortalOrigin) -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes::all() {
        let operation = operation(&route, &mut generator);
        let path = paths.entry(route.path.replace("{*", "{")).or_insert_with(|| json!({}));
        path[route.method.as_str().to_lowercase()] = operation;
    }
    let problem = json!({
        "description": "It did not work; `code` says why.",
        "content": { "application/problem+json": {
            "schema": generator.subschema_for::<Problem>(),
        } },
    });
    json!({
        "openapi": "3.1.1",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Corporate Portal",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Web chat, console, management, relay and downloads.",
        },
        "servers": [{ "url": origin.to_string() }],
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "responses": { "Problem": problem },
            "securitySchemes": schemes(origin),
        },
    })
}

fn schemes(origin: &PortalOrigin) -> Value {
    let cookie = |name: &str, about: &str| {
        let name = cookie::full_name(origin, name);
        json!({ "type": "apiKey", "in": "cookie", "name": name, "description": about })
    };
    json!({
        "chat": cookie(CHAT_COOKIE, "A customer's web chat, good for one session."),
        "agent": cookie(AGENT_COOKIE, "An agent's sign-in."),
        "app": {
            "type": "http",
            "scheme": "bearer",
            "description": "The desktop app's credential, good for one session.",
        },
        "operator": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of the metrics; not needed on the portal's own machine.",
        },
    })
}

fn operation(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let security: Vec<Value> =
        route.rights.schemes().iter().map(|scheme| json!({ *scheme: [] })).collect();
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "x-rights": route.rights.name(),
        "security": security,
        "parameters": parameters(route, generator),
        "responses": responses(route, generator),
    });
    match route.takes {
        Takes::Nothing => {}
        Takes::Json(schema) => {
            let content = json!({ "application/json": { "schema": schema(generator) } });
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
        Takes::Bytes => {
            let content = json!({ "application/octet-stream": {} });
            operation["requestBody"] = json!({ "required": true, "content": content });
        }
    }
    if let Answers::Socket(socket) = route.answers {
        operation["x-websocket"] = websocket(socket, generator);
    }
    operation
}

/// Such as `get_sessions_session_log`: method and path name a route for good.
fn operation_id(route: &Route) -> String {
    let path = route.path.strip_prefix("/api/v1").unwrap_or(route.path);
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let method = route.method.as_str().to_lowercase();
    [method.as_str()].into_iter().chain(words).collect::<Vec<_>>().join("_")
}

fn parameters(route: &Route, generator: &mut SchemaGenerator) -> Vec<Value> {
    let names = route.path.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let mut parameters: Vec<Value> = names
        .map(|(name, _)| {
            let name = name.trim_start_matches('*');
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        })
        .collect();
    let query = route.query.map(|schema| schema(generator));
    parameters.extend(query.as_ref().map(fields).unwrap_or_default());
    parameters
}

fn fields(schema: &Schema) -> Vec<Value> {
    let all = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&all);
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    properties
        .iter()
        .map(|(name, schema)| {
            json!({
                "name": name, "in": "query", "required": is_required(name), "schema": schema,
            })
        })
        .collect()
}

fn responses(route: &Route, generator: &mut SchemaGenerator) -> Value {
    let (status, response) = match route.answers {
        Answers::Nothing => (204, json!({ "description": "Done." })),
        Answers::Json(status, schema) => {
            let content = json!({ "application/json": { "schema": schema(generator) } });
            (status, json!({ "description": "Done.", "content": content }))
        }
        Answers::Media(media) => {
            let content = json!({ media: {} });
            (200, json!({ "description": "The file.", "content": content }))
        }
        Answers::Socket(_) => (101, json!({ "description": "The WebSocket is open." })),
    };
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    json!({ status.to_string(): response, "default": problem })
}

fn websocket(socket: Socket, generator: &mut SchemaGenerator) -> Value {
    let mut about = json!({ "protocol": socket.protocol });
    if let Some(schema) = socket.says {
        about["says"] = json!(schema(generator));
    }
    if let Some(schema) = socket.hears {
        about["hears"] = json!(schema(generator));
    }
    about
}

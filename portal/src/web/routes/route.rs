//! One row of the table: what a route is, who may use it, what it takes and answers. A row builds
//! its part of the router and its part of the OpenAPI document, so that neither can lie.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, on};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::state::Shared;
use crate::web::rights::{self, Rights};
use crate::web::{observe, origin};

/// Writes a type's schema where it is asked for.
pub(crate) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What a route takes in its body.
#[derive(Clone, Copy)]
pub(crate) enum Takes {
    /// Nothing.
    Nothing,
    /// JSON of this type.
    Json(SchemaOf),
    /// Bytes of any kind.
    Bytes,
}

/// What a route answers when all is well.
#[derive(Clone, Copy)]
pub(crate) enum Answers {
    /// Nothing, with 204.
    Nothing,
    /// JSON of this type, with this status.
    Json(u16, SchemaOf),
    /// Something of this media type.
    Media(&'static str),
    /// A WebSocket.
    Socket(Socket),
}

/// What a WebSocket speaks.
#[derive(Clone, Copy)]
pub(crate) struct Socket {
    /// The sub-protocol that the client must offer.
    pub(crate) protocol: &'static str,
    /// JSON messages of the portal; none where it speaks in binary.
    pub(crate) says: Option<SchemaOf>,
    /// JSON messages of the client; none where it says nothing or speaks in binary.
    pub(crate) hears: Option<SchemaOf>,
}

/// Where requests come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sender {
    /// From pages: what changes something must come from one of the portal's own.
    Pages,
    /// From programs and links: nothing that a browser adds by itself gives a right here.
    Anything,
}

/// One row.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) rights: Rights,
    pub(crate) summary: &'static str,
    pub(crate) query: Option<SchemaOf>,
    pub(crate) takes: Takes,
    pub(crate) answers: Answers,
    sender: Sender,
    hurried: bool,
    most_bytes: Option<usize>,
    handler: MethodRouter<Shared>,
}

fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// A query's schema is written out in place: its fields become parameters.
fn fields_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    T::json_schema(generator)
}

fn row<H, T>(method: Method, filter: MethodFilter, path: &'static str, handler: H) -> Route
where
    H: Handler<T, Shared>,
    T: 'static,
{
    Route {
        method,
        path,
        // Nobody may do what no row allows.
        rights: Rights::Administrator,
        summary: "",
        query: None,
        takes: Takes::Nothing,
        answers: Answers::Nothing,
        sender: Sender::Pages,
        hurried: true,
        most_bytes: None,
        handler: on(filter, handler),
    }
}

/// A row that reads.
pub(crate) fn get<H: Handler<T, Shared>, T: 'static>(path: &'static str, handler: H) -> Route {
    row(Method::GET, MethodFilter::GET, path, handler)
}

/// A row that makes or does something.
pub(crate) fn post<H: Handler<T, Shared>, T: 'static>(path: &'static str, handler: H) -> Route {
    row(Method::POST, MethodFilter::POST, path, handler)
}

/// A row that puts something in its place; doing it twice does it once.
pub(crate) fn put<H: Handler<T, Shared>, T: 'static>(path: &'static str, handler: H) -> Route {
    row(Method::PUT, MethodFilter::PUT, path, handler)
}

/// A row that takes something away.
pub(crate) fn delete<H: Handler<T, Shared>, T: 'static>(path: &'static str, handler: H) -> Route {
    row(Method::DELETE, MethodFilter::DELETE, path, handler)
}

/// A row that opens a WebSocket.
pub(crate) fn socket<H: Handler<T, Shared>, T: 'static>(
    path: &'static str,
    protocol: &'static str,
    handler: H,
) -> Route {
    let answers = Answers::Socket(Socket { protocol, says: None, hears: None });
    Route { answers, hurried: false, ..get(path, handler) }
}

impl Route {
    /// Who may use it, and what it is for, in one sentence.
    pub(crate) const fn may(mut self, rights: Rights, summary: &'static str) -> Self {
        self.rights = rights;
        self.summary = summary;
        self
    }

    /// What its query may say.
    pub(crate) fn asks<T: JsonSchema>(self) -> Self {
        Self { query: Some(fields_of::<T>), ..self }
    }

    /// The JSON that it takes.
    pub(crate) fn takes<T: JsonSchema>(self) -> Self {
        Self { takes: Takes::Json(schema_of::<T>), ..self }
    }

    /// It takes bytes of any kind, for as long as they come.
    pub(crate) const fn takes_bytes(mut self) -> Self {
        self.takes = Takes::Bytes;
        self.hurried = false;
        self
    }

    /// Its body may be larger than others, up to this many bytes.
    pub(crate) const fn up_to(mut self, bytes: usize) -> Self {
        self.most_bytes = Some(bytes);
        self
    }

    /// The JSON that it answers.
    pub(crate) fn answers<T: JsonSchema>(self) -> Self {
        Self { answers: Answers::Json(200, schema_of::<T>), ..self }
    }

    /// The JSON that it answers when it has made something.
    pub(crate) fn creates<T: JsonSchema>(self) -> Self {
        Self { answers: Answers::Json(201, schema_of::<T>), ..self }
    }

    /// The kind of file that it answers.
    pub(crate) const fn sends(mut self, media: &'static str) -> Self {
        self.answers = Answers::Media(media);
        self
    }

    /// The JSON messages of a socket: the portal's, and the client's.
    pub(crate) fn talks<Says: JsonSchema, Hears: JsonSchema>(mut self) -> Self {
        if let Answers::Socket(socket) = &mut self.answers {
            socket.says = Some(schema_of::<Says>);
            socket.hears = Some(schema_of::<Hears>);
        }
        self
    }

    /// The JSON messages of a socket on which the client has nothing to say.
    pub(crate) fn tells<Says: JsonSchema>(mut self) -> Self {
        if let Answers::Socket(socket) = &mut self.answers {
            socket.says = Some(schema_of::<Says>);
        }
        self
    }

    /// For programs and links too, not only for the portal's own pages.
    pub(crate) const fn by_anybody(mut self) -> Self {
        self.sender = Sender::Anything;
        self
    }

    /// The handler behind its guards. From outside in: origin, time limit, rights.
    pub(super) fn guarded(self, services: &Shared) -> (&'static str, MethodRouter<Shared>) {
        let state = (Arc::clone(services), self.rights);
        let mut handler = self.handler.route_layer(from_fn_with_state(state, rights::enforce));
        if let Some(bytes) = self.most_bytes {
            handler = handler.route_layer(DefaultBodyLimit::max(bytes));
        }
        if self.hurried {
            let state = Arc::clone(services);
            handler = handler.route_layer(from_fn_with_state(state, observe::hurry));
        }
        if self.sender == Sender::Pages {
            let state = Arc::clone(services);
            handler = handler.route_layer(from_fn_with_state(state, origin::check));
        }
        (self.path, handler)
    }
}

//! What a screen reader has of a native window: its texts, its buttons, its fields (AT-SPI, over
//! the customer's session bus). Stories read the opener's window with it and press its buttons, so
//! whatever they do a customer who can't see the window can do too.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;
use zbus::connection::Builder;
use zbus::fdo::DBusProxy;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type};
use zbus::{Connection, Message};

use crate::wait::{until, until_true};

/// Every object has this interface.
const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
/// The root of every program's objects.
const ROOT: &str = "/org/a11y/atspi/accessible/root";
/// More objects than any window of ours has.
const MOST_OBJECTS: usize = 400;
/// How long one answer of the window may take.
const ANSWER: Duration = Duration::from_secs(20);
/// How long anything in the window may take, in seconds.
const WINDOW_SECONDS: u64 = 60;
/// States of objects, by their bits in the first of two numbers.
const SENSITIVE: u32 = 1 << 24;
const SHOWING: u32 = 1 << 25;

/// The windows of one process, as a screen reader has them.
pub struct ScreenReader {
    bus: Connection,
    program: String,
}

/// Something in a window.
#[derive(Clone, Debug)]
struct Object {
    path: OwnedObjectPath,
    role: String,
    name: String,
    states: u32,
}

impl ScreenReader {
    /// Finds the process on the bus of screen readers, which the session bus at `session` names.
    ///
    /// # Errors
    /// Where it does not show up there in time.
    pub async fn of_process(session: &str, pid: u32) -> Result<Self> {
        let session = Builder::address(session)?.method_timeout(ANSWER).build().await?;
        let named = session
            .call_method(
                Some("org.a11y.Bus"),
                "/org/a11y/bus",
                Some("org.a11y.Bus"),
                "GetAddress",
                &(),
            )
            .await
            .context("ask for the bus of screen readers; is at-spi2-core installed?")?;
        let address: String = named.body().deserialize()?;
        let bus = Builder::address(address.as_str())?.method_timeout(ANSWER).build().await?;
        let program = until("the program on the bus of screen readers", 20, async || {
            let names = DBusProxy::new(&bus).await?;
            for name in names.list_names().await? {
                let owner = names.get_connection_unix_process_id(name.inner().clone()).await;
                if owner.is_ok_and(|owner| owner == pid) && name.starts_with(':') {
                    return Ok(Some(name.to_string()));
                }
            }
            Ok(None)
        })
        .await?;
        Ok(Self { bus, program })
    }

    /// Waits until this can be read in the window.
    ///
    /// # Errors
    /// Where it can't be in time, with what can.
    pub async fn hears(&self, text: &str) -> Result<()> {
        let heard = async || Ok(self.texts().await?.iter().any(|heard| heard.contains(text)));
        let what = format!("\"{text}\" in the window");
        let waited = until_true(&what, WINDOW_SECONDS, heard).await;
        let Err(error) = waited else { return Ok(()) };
        let all = self.texts().await.unwrap_or_default().join(" | ");
        Err(error.context(format!("the window says: {all}")))
    }

    /// All that can be read in the window now.
    ///
    /// # Errors
    /// Where the window is gone.
    pub async fn texts(&self) -> Result<Vec<String>> {
        let objects = self.showing().await?;
        Ok(objects.into_iter().map(|object| object.name).filter(|name| !name.is_empty()).collect())
    }

    /// Whether a button of this name can be pressed.
    ///
    /// # Errors
    /// Where the window is gone.
    pub async fn offers(&self, button: &str) -> Result<bool> {
        Ok(self.button(button).await?.is_some())
    }

    /// Presses the button of this name, as soon as it is there and enabled. Where no answer comes
    /// it is not pressed again: the window may have done it, and ended with that.
    ///
    /// # Errors
    /// Where there is none in time, with what can be read instead.
    pub async fn press(&self, button: &str) -> Result<()> {
        let what = format!("the button \"{button}\"");
        let pressed = until(&what, WINDOW_SECONDS, async || {
            let Some(found) = self.button(button).await? else { return Ok(None) };
            let action = "org.a11y.atspi.Action";
            match self.ask(&found.path, action, "DoAction", &(0_i32,)).await {
                Ok(done) => Ok(bool::then_some(done, ())),
                Err(error) if was_refused(&error) => Err(error),
                Err(error) => {
                    eprintln!("{what} was pressed, and nobody answered: {error:#}");
                    Ok(Some(()))
                }
            }
        });
        let Err(error) = pressed.await else { return Ok(()) };
        let all = self.texts().await.unwrap_or_default().join(" | ");
        Err(error.context(format!("the window says: {all}")))
    }

    /// Puts a text into the window's field, as soon as it is there.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn types(&self, text: &str) -> Result<()> {
        self.types_into("text", text).await
    }

    /// Puts a text into the window's field for a password, as soon as it is there.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn types_password(&self, text: &str) -> Result<()> {
        self.types_into("password text", text).await
    }

    async fn types_into(&self, role: &str, text: &str) -> Result<()> {
        until("the window's field", WINDOW_SECONDS, async || {
            let objects = self.showing().await?;
            let field = objects.into_iter().find(|object| object.role == role);
            let Some(field) = field else { return Ok(None) };
            let editable = "org.a11y.atspi.EditableText";
            let done: bool = self.ask(&field.path, editable, "SetTextContents", &(text,)).await?;
            ensure!(done, "the field takes no text");
            Ok(Some(()))
        })
        .await
    }

    async fn button(&self, name: &str) -> Result<Option<Object>> {
        let mut objects = self.showing().await?.into_iter();
        Ok(objects.find(|object| {
            object.role == "push button" && object.name == name && object.states & SENSITIVE != 0
        }))
    }

    /// Everything that can be seen, windows first.
    async fn showing(&self) -> Result<Vec<Object>> {
        let root = OwnedObjectPath::try_from(ROOT)?;
        let mut next = self.children(&root).await?;
        let mut seen = Vec::new();
        while let Some(path) = next.pop() {
            if seen.len() > MOST_OBJECTS {
                bail!("more than {MOST_OBJECTS} objects in a window");
            }
            let states: Vec<u32> = self.ask(&path, ACCESSIBLE, "GetState", &()).await?;
            let states = states.first().copied().unwrap_or_default();
            if states & SHOWING == 0 {
                continue;
            }
            next.extend(self.children(&path).await?);
            let role = self.ask(&path, ACCESSIBLE, "GetRoleName", &()).await?;
            let name = self.name(&path).await?;
            seen.push(Object { path, role, name, states });
        }
        Ok(seen)
    }

    async fn children(&self, path: &OwnedObjectPath) -> Result<Vec<OwnedObjectPath>> {
        let children: Vec<(String, OwnedObjectPath)> =
            self.ask(path, ACCESSIBLE, "GetChildren", &()).await?;
        Ok(children.into_iter().map(|(_, path)| path).collect())
    }

    async fn name(&self, path: &OwnedObjectPath) -> Result<String> {
        let properties = "org.freedesktop.DBus.Properties";
        let name: OwnedValue = self.ask(path, properties, "Get", &(ACCESSIBLE, "Name")).await?;
        Ok(String::try_from(name)?)
    }

    async fn ask<T: DeserializeOwned + Type>(
        &self,
        path: &OwnedObjectPath,
        interface: &str,
        method: &str,
        body: &(impl serde::Serialize + DynamicType),
    ) -> Result<T> {
        let to = Some(self.program.as_str());
        let answer: Message = self.bus.call_method(to, path, Some(interface), method, body).await?;
        Ok(answer.body().deserialize::<T>()?)
    }
}

/// Whether a call was answered with an error, so that nothing came of it. A call without an answer
/// may have been carried out; the bus itself reports one whose receiver has gone.
fn was_refused(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<zbus::Error>();
    let Some(zbus::Error::MethodError(name, _, _)) = error else { return false };
    name.as_str() != "org.freedesktop.DBus.Error.NoReply"
}

#[cfg(test)]
mod tests {
    use std::io;

    use zbus::names::OwnedErrorName;

    use super::*;

    #[test]
    fn a_button_is_pressed_again_only_where_somebody_said_no() {
        let said = |name: &str| {
            let name = OwnedErrorName::try_from(name).expect("a name");
            let call = Message::method_call("/", "DoAction").expect("a call");
            let call = call.build(&()).expect("a call");
            was_refused(&zbus::Error::MethodError(name, None, call).into())
        };
        assert!(said("org.freedesktop.DBus.Error.UnknownObject"));
        assert!(!said("org.freedesktop.DBus.Error.NoReply"));
        let late = io::Error::from(io::ErrorKind::TimedOut);
        assert!(!was_refused(&zbus::Error::from(late).into()));
    }
}

//! The account's settings: read, changed as a whole where nobody else was faster. Nothing keeps a
//! copy of them, so every request after a change sees it.

use corporate_protocol::{Account, AuditAction, ErrorCode};

use super::ManageError;
use crate::document;
use crate::state::Services;
use crate::store::Agent;

/// Keeps changed settings; the answer has their new revision. Without a change there is none.
///
/// # Errors
/// [`ErrorCode::Outdated`] where the revision is not the present one, [`ErrorCode::SettingInvalid`]
/// with the path of what can't be.
pub(crate) async fn put(
    services: &Services,
    by: &Agent,
    account: Account,
) -> Result<Account, ManageError> {
    account.settings.check()?;
    let old = services.store.account().await?;
    if old.revision != account.revision {
        return Err(ErrorCode::Outdated.into());
    }
    let settings = document::differences(&old.settings, &account.settings);
    if settings.is_empty() {
        return Ok(old);
    }
    let note = services.audit.entry(Some(by), AuditAction::AccountChanged { settings });
    if !services.store.put_account(account.revision, &account.settings, &note).await? {
        return Err(ErrorCode::Outdated.into());
    }
    Ok(Account { revision: account.revision + 1, ..account })
}

//! What an environment would decide in the system's place.

/// Variables that opener and app forget before anything else: the first two name whom TLS trusts, the
/// others files or folders from which GTK, GIO and the reader of pictures load code. Both are the
/// system's to say.
pub const FORGOTTEN: [&str; 11] = [
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GDK_PIXBUF_MODULEDIR",
    "GDK_PIXBUF_MODULE_FILE",
    "GIO_EXTRA_MODULES",
    "GIO_MODULE_DIR",
    "GTK3_MODULES",
    "GTK_EXE_PREFIX",
    "GTK_IM_MODULE_FILE",
    "GTK_MODULES",
    "GTK_PATH",
];

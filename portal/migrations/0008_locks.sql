-- Raised when all devices of an agent become unknown.
ALTER TABLE agents ADD COLUMN device_generation INTEGER NOT NULL DEFAULT 0;
-- A password that somebody else has set opens the door until then.
ALTER TABLE agents ADD COLUMN password_expires_at INTEGER;

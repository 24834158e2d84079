-- Until when a ticket may be exchanged for a younger one; codes never.
ALTER TABLE passes ADD COLUMN renewable_until INTEGER;

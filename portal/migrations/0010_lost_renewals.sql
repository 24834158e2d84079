-- The younger ticket that one was exchanged for: where its answer was lost, the old one may be shown
-- again until the younger one is.
ALTER TABLE passes ADD COLUMN renewed_as BLOB;

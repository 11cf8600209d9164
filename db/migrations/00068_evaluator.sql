-- A role for third parties that assess open government.

-- +goose Up
ALTER TABLE granted_roles DROP CONSTRAINT granted_roles_role_enum;
ALTER TABLE granted_roles ADD CONSTRAINT granted_roles_role_enum CHECK (role IN ('EDITOR', 'REVIEWER', 'PUBLISHER', 'MODERATOR', 'ANALYST', 'ADMIN', 'AUDITOR', 'INSPECTOR', 'EVALUATOR'));

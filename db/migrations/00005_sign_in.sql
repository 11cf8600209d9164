-- Roles that an ADMIN gives to accounts, and the solved challenges of browser keys.

-- +goose Up

CREATE TABLE granted_roles (
  id            uuid PRIMARY KEY,
  account_id    uuid NOT NULL,
  role          text NOT NULL,
  department_id uuid, -- null for the roles of the whole platform
  granted_by    uuid NOT NULL,
  granted_at    timestamptz NOT NULL DEFAULT now()
);
SELECT minyi_reference('granted_roles');
ALTER TABLE granted_roles ADD CONSTRAINT granted_roles_account FOREIGN KEY (account_id) REFERENCES accounts (id);
ALTER TABLE granted_roles ADD CONSTRAINT granted_roles_department FOREIGN KEY (department_id) REFERENCES departments (id);
CREATE UNIQUE INDEX granted_roles_in_department ON granted_roles (account_id, role, department_id) WHERE department_id IS NOT NULL;
CREATE UNIQUE INDEX granted_roles_on_platform ON granted_roles (account_id, role) WHERE department_id IS NULL;

-- A challenge is good for one browser key. What has expired is cleared away by those who come later.
CREATE TABLE spent_challenges (
  nonce      text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
SELECT minyi_reference('spent_challenges');
CREATE INDEX spent_challenges_by_expiry ON spent_challenges (expires_at);

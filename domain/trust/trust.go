// Package trust lets others check what the server did: signed receipts, the append-only log of their leaves, and the audit log
// of what staff did.
package trust

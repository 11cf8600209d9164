// Package personal holds the personal data that a person can export and erase.
package personal

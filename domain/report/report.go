// Package report holds the feedback report of a consultation: its content, its canonical form and its hash.
package report

// Package civic holds what all subjects of the domain share: ids, refusals and their messages, checks of inputs, languages, days
// and working calendars, actors and their rights, and pages of lists. It imports no other package of Minyi.
package civic

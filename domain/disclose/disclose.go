// Package disclose holds the requests of the public for government information and the rules of the regulations on open government
// information (Decree 711 of 2019). What happens to a request is a list of events, to which events are only added; its state and its
// deadlines are computed from them.
package disclose

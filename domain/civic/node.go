package civic

// Node is a thing with an id of its own.
type Node interface {
	ID() ID
	IsNode()
}

package civic

// Node is a thing that the API finds by its id.
type Node interface {
	ID() ID
	IsNode()
}

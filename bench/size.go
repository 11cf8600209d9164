package main

// size is how much a city holds.
type size struct {
	Consultations int // of all; the first has ended and holds the great discussion
	Open          int // how many consultations after the first are open; the first of them carries the great survey, the second is written to
	Comments      int // of all consultations
	Great         int // of them in the first
	Responses     int // to the great survey
	People        int // who have an account
	Deep          int // how many comments lie before the deep page
}

var sizes = map[string]size{
	"full":  {Consultations: 200, Open: 120, Comments: 1_000_000, Great: 300_000, Responses: 500_000, People: 60_000, Deep: 100_000},
	"small": {Consultations: 200, Open: 120, Comments: 50_000, Great: 15_000, Responses: 25_000, People: 15_000, Deep: 5_000},
}

// Package lint holds the rules of the project that no compiler knows, as
// ordinary tests over the source: which part may import which, what a file may
// hold, that texts for people are translated. It has no code but its tests.
package lint

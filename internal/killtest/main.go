// Command killtest kills Kontor at random moments while it logs and imports,
// and checks after each kill that the ledger is sound and that everything that
// was acknowledged is still there.
//
//	go run ./internal/killtest -kontor build/kontor -times 200
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

func main() {
	kontor := flag.String("kontor", "build/kontor", "the program")
	times := flag.Int("times", 200, "how often to kill it")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "repeats the choices of an earlier run")
	flag.Parse()
	if err := run(*kontor, *times, *seed); err != nil {
		fmt.Fprintf(os.Stderr, "killtest: %v (seed %d)\n", err, *seed)
		os.Exit(1)
	}
}

func run(kontor string, times int, seed uint64) (err error) {
	program, err := filepath.Abs(kontor)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "kontor-killtest-")
	if err != nil {
		return err
	}
	defer func() {
		if err == nil {
			err = os.RemoveAll(folder)
		} else {
			fmt.Fprintf(os.Stderr, "killtest: the ledger is left in %s\n", folder)
		}
	}()
	fmt.Printf("seed %d\n", seed)
	victim := &victim{
		program: program,
		data:    filepath.Join(folder, "data"),
		files:   folder,
		dice:    rand.New(rand.NewPCG(seed, 0)),
	}
	if err := victim.measure(); err != nil {
		return err
	}
	for round := 1; round <= times; round++ {
		if err := victim.suffer(round); err != nil {
			return fmt.Errorf("round %d: %w", round, err)
		}
		if round%20 == 0 {
			fmt.Printf("%4d kills, %d acknowledged entries and cards, none lost\n", round, victim.acknowledged())
		}
	}
	if err := victim.finishImports(); err != nil {
		return err
	}
	return victim.verify()
}

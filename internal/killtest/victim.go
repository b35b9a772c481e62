package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// cardsPerFile is enough for a kill to fall between two writes of an import,
// and so few that 200 rounds stay a matter of minutes.
const cardsPerFile = 150

// victim is a workspace that is written to and killed.
type victim struct {
	program, data, files string
	dice                 *rand.Rand

	logTakes, importTakes time.Duration // undisturbed, from start to exit

	logged      []string   // marks of the conversations that were acknowledged
	imported    []string   // addresses of the cards that were acknowledged
	interrupted []cardFile // imports that were killed
}

// measure runs each command once undisturbed, so that kills can fall anywhere
// between its start and its end.
func (v *victim) measure() error {
	begin := time.Now()
	mark := entryMark(0, 0)
	if output, err := v.kontor("log", line(mark), "--yes"); err != nil {
		return fmt.Errorf("log without a kill: %w\n%s", err, output)
	}
	v.logTakes = time.Since(begin)
	v.logged = append(v.logged, mark)

	file, err := writeCards(v.files, 0)
	if err != nil {
		return err
	}
	begin = time.Now()
	if output, err := v.kontor("import", file.path); err != nil {
		return fmt.Errorf("import without a kill: %w\n%s", err, output)
	}
	v.importTakes = time.Since(begin)
	v.imported = append(v.imported, file.addresses...)
	fmt.Printf("undisturbed: a log %v, an import of %d cards %v\n",
		v.logTakes.Round(time.Millisecond), cardsPerFile, v.importTakes.Round(time.Millisecond))
	return nil
}

// suffer does one round: work, a kill in the middle of it, and the check that
// nothing is missing.
func (v *victim) suffer(round int) error {
	var err error
	if v.dice.IntN(3) == 0 {
		err = v.killImport(round)
	} else {
		err = v.killLog(round)
	}
	if err != nil {
		return err
	}
	if err := v.verify(); err != nil {
		return err
	}
	// The newest are the ones a kill could take; all of them are looked for
	// at the end of every twentieth round.
	// An import puts an entry for each of its cards between them.
	newest, limit := v.logged[max(0, len(v.logged)-10):], fmt.Sprint(10*cardsPerFile)
	if round%20 == 0 {
		newest, limit = v.logged, "0"
	}
	if err := v.find(newest, "timeline", "--json", "--limit", limit); err != nil {
		return err
	}
	if round%20 == 0 {
		return v.find(v.imported, "people", "--json")
	}
	return nil
}

// killLog logs one conversation after the other until the kill comes.
func (v *victim) killLog(round int) error {
	deadline := time.Now().Add(time.Duration(v.dice.Int64N(int64(4 * v.logTakes))))
	for entry := 1; ; entry++ {
		mark := entryMark(round, entry)
		outcome, err := v.runUntil(deadline, "log", line(mark), "--yes")
		switch {
		case err != nil:
			return err
		case outcome == killed:
			return nil
		}
		v.logged = append(v.logged, mark)
	}
}

// killImport kills one import. If the import was quicker than the kill, the
// round has tested the acknowledgement instead.
func (v *victim) killImport(round int) error {
	file, err := writeCards(v.files, round)
	if err != nil {
		return err
	}
	deadline := time.Now().Add(time.Duration(v.dice.Int64N(int64(v.importTakes + v.importTakes/10))))
	outcome, err := v.runUntil(deadline, "import", file.path)
	if err != nil {
		return err
	}
	if outcome == killed {
		v.interrupted = append(v.interrupted, file)
	} else {
		v.imported = append(v.imported, file.addresses...)
	}
	return nil
}

// finishImports reads every interrupted file again. Whatever the kill left of
// the first attempt, each card is there exactly once afterwards.
func (v *victim) finishImports() error {
	for _, file := range v.interrupted {
		if output, err := v.kontor("import", file.path); err != nil {
			return fmt.Errorf("import after a kill: %w\n%s", err, output)
		}
		v.imported = append(v.imported, file.addresses...)
	}
	output, err := v.kontor("people", "--json")
	if err != nil {
		return fmt.Errorf("people: %w\n%s", err, output)
	}
	for _, address := range v.imported {
		if n := bytes.Count(output, []byte(`"`+address+`"`)); n != 1 {
			return fmt.Errorf("the card of %s is there %d times", address, n)
		}
	}
	fmt.Printf("%d interrupted imports were finished, every card is there once\n", len(v.interrupted))
	return nil
}

func (v *victim) acknowledged() int { return len(v.logged) + len(v.imported) }

// verify asks the program whether the ledger is whole.
func (v *victim) verify() error {
	if output, err := v.kontor("verify"); err != nil {
		return fmt.Errorf("verify after a kill: %w\n%s", err, output)
	}
	return nil
}

// find runs a query and looks for every mark in its answer.
func (v *victim) find(marks []string, query ...string) error {
	output, err := v.kontor(query...)
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", query[0], err, output)
	}
	answer := string(output)
	for _, mark := range marks {
		if !strings.Contains(answer, mark) {
			return fmt.Errorf("%s was acknowledged and is missing from %s", mark, query[0])
		}
	}
	return nil
}

// kontor runs a terminal command to its end.
func (v *victim) kontor(arguments ...string) ([]byte, error) {
	return exec.Command(v.program, append(arguments, "--data", v.data)...).CombinedOutput()
}

type outcome int

const (
	acknowledged outcome = iota
	killed
)

// runUntil runs a command and kills it at the deadline unless it has ended by
// itself. A command that fails by itself is an error of this test.
func (v *victim) runUntil(deadline time.Time, arguments ...string) (outcome, error) {
	command := exec.Command(v.program, append(arguments, "--data", v.data)...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()

	var err error
	select {
	case err = <-ended:
		if err == nil {
			return acknowledged, nil
		}
		return 0, fmt.Errorf("%s failed without being killed: %w\n%s", arguments[0], err, output.Bytes())
	case <-time.After(time.Until(deadline)):
	}
	if err := command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return 0, err
	}
	if err = <-ended; err == nil {
		return acknowledged, nil // ended in the very moment
	}
	return killed, nil
}

// entryMark is a word that no other entry has.
func entryMark(round, entry int) string { return fmt.Sprintf("mark%dx%dx", round, entry) }

func line(mark string) string { return "call Johann Goethe: says " + mark }

type cardFile struct {
	path      string
	addresses []string
}

// writeCards makes a vCard file whose people occur in no other file.
func writeCards(folder string, round int) (cardFile, error) {
	file := cardFile{path: filepath.Join(folder, fmt.Sprintf("cards%d.vcf", round))}
	var cards strings.Builder
	for n := range cardsPerFile {
		address := fmt.Sprintf("card%dx%d@example.org", round, n)
		file.addresses = append(file.addresses, address)
		fmt.Fprintf(&cards, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:%s;%s;;;\r\nFN:%s %s\r\nEMAIL:%s\r\nEND:VCARD\r\n",
			letters(round), letters(n), letters(n), letters(round), address)
	}
	return file, os.WriteFile(file.path, []byte(cards.String()), 0o600)
}

// letters writes a number as a made-up name.
func letters(n int) string {
	syllables := []string{"ba", "de", "fi", "go", "ku", "la", "me", "ni", "ro", "tu"}
	name := ""
	for _, digit := range fmt.Sprintf("%04d", n) {
		name += syllables[digit-'0']
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

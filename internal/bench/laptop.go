package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"

	"kontor/eventstore/esdb/server"
	"kontor/workspace"
)

// laptopArg makes this program a laptop that fetches what the server has: a
// process of its own, as laptops are, whose memory is not mixed with the server's.
const laptopArg = "laptop"

// errand is what a laptop is to do, and what it tells then.
type errand struct {
	Server workspace.TeamServer
	Node   string // host and port of the server
	CA     []byte // PEM
	Stream string // of the ledger
	Dir    string // where to join; empty: the bare client reads the stream

	Events int
	Took   time.Duration
}

// laptopProcess does an errand from standard input, and tells on standard output.
func laptopProcess() error {
	var e errand
	if err := json.NewDecoder(os.Stdin).Decode(&e); err != nil {
		return err
	}
	do := e.read
	if e.Dir != "" {
		do = e.join
	}
	if err := do(context.Background()); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(e)
}

func (e *errand) read(ctx context.Context) error {
	events, took, err := bareRead(ctx, e.Node, e.CA, e.Stream)
	e.Events, e.Took = len(events), took
	return err
}

// join fetches the only workspace of the server into a folder. How long that
// takes does not include the stretching of the pass-phrase, which takes its time
// on purpose.
func (e *errand) join(ctx context.Context) error {
	offers, err := workspace.LookForTeams(ctx, e.Server)
	if err != nil {
		return err
	}
	if len(offers) != 1 {
		return fmt.Errorf("the server has %d workspaces", len(offers))
	}
	offer, err := offers[0].Open(phrase)
	if err != nil {
		return err
	}
	start := time.Now()
	_, err = workspace.JoinTeam(ctx, workspace.Joining{Dir: e.Dir, FileKey: true, Offer: offer})
	e.Took = time.Since(start)
	return err
}

// send has a laptop do an errand; see [errand].
func (b teamBench) send(e errand) (errand, error) {
	self, err := os.Executable()
	if err != nil {
		return e, err
	}
	e.Server, e.Node, e.CA = b.reached(), b.server.Address(), b.server.CAPEM()
	asked, err := json.Marshal(e)
	if err != nil {
		return e, err
	}
	laptop := exec.CommandContext(b.ctx, self, laptopArg)
	laptop.Stdin, laptop.Stderr = bytes.NewReader(asked), os.Stderr
	told, err := laptop.Output()
	if err != nil {
		return e, fmt.Errorf("the laptop: %w", err)
	}
	return e, json.Unmarshal(told, &e)
}

// reached is the way to the server.
func (b teamBench) reached() workspace.TeamServer {
	return workspace.TeamServer{Address: b.server.URL(), Account: server.AdminUser, Password: server.AdminPassword, CAFile: b.server.CAFile()}
}

package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kontor/i18n"
	"kontor/workspace"
)

// secrets are what somebody types and nobody else may see, and what they agreed
// to. Where the window carries the command out, they are handed to it in the
// first line of what it reads; a command line would show them to other programs.
type secrets struct {
	Password   string `json:"password,omitempty"`
	Passphrase string `json:"passphrase,omitempty"`
	Invitation string `json:"invitation,omitempty"`
	Code       string `json:"code,omitempty"`
	Agreed     bool   `json:"agreed,omitempty"`
}

// question is something that only the terminal can ask, because there nothing
// of the answer is shown.
type question int

const (
	askPassword question = iota + 1
	askPassphrase
	askNewPassphrase
	askCode
	askAgreement
)

// askingCode is the first of the exit codes by which the window says that it
// needs an answer. They never leave the terminal.
const askingCode = 200

// asking is the error that hands a question to the terminal.
type asking struct{ question question }

func (a *asking) Error() string { return fmt.Sprint("asks question ", int(a.question)) } // i18n: never shown

// takesSecrets lets a command have secrets: those of its options and of the
// environment, or what the terminal handed to the window.
func (a *app) takesSecrets(f *secretFlags, run func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		a.typed = bufio.NewReader(a.In)
		if a.Workspace != nil {
			line, err := a.typed.ReadBytes('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			a.secrets = &secrets{}
			_ = json.Unmarshal(line, a.secrets) // nothing was handed over
			return run(c, args)
		}
		if a.secrets == nil {
			a.secrets = &secrets{Password: os.Getenv(workspace.PasswordVariable)}
			if err := f.read(a); err != nil {
				return err
			}
		}
		return run(c, args)
	}
}

// secretFlags are the options that name files with secrets.
type secretFlags struct {
	password, passphrase, invitation, code string
}

func (f *secretFlags) read(a *app) error {
	a.secrets.Code = f.code
	for _, file := range []struct {
		path string
		into *string
	}{
		{f.password, &a.secrets.Password}, {f.passphrase, &a.secrets.Passphrase}, {f.invitation, &a.secrets.Invitation},
	} {
		if file.path == "" {
			continue
		}
		var content []byte
		var err error
		if file.path == "-" {
			content, err = io.ReadAll(a.typed)
		} else {
			content, err = os.ReadFile(a.path(file.path))
		}
		if err != nil {
			return err
		}
		*file.into = strings.TrimRight(string(content), "\r\n")
	}
	return nil
}

// ask returns the answer to a question. Where nobody can answer, it is the error
// that says what is missing.
func (a *app) ask(q question, missing error) (string, error) {
	switch {
	case !a.Interactive:
		return "", missing
	case a.Workspace != nil:
		return "", &asking{q}
	}
	switch q {
	case askNewPassphrase:
		return a.askTwice()
	case askCode, askAgreement:
		fmt.Fprint(a.Err, i18n.T(questionKey(q)))
		return a.line()
	}
	return a.hidden(questionKey(q))
}

func questionKey(q question) string {
	switch q {
	case askPassword:
		return "cli.team.ask.password"
	case askPassphrase:
		return "cli.team.ask.passphrase"
	case askCode:
		return "cli.team.ask.code"
	case askAgreement:
		return "cli.team.ask.agree"
	}
	return "cli.team.ask.new-passphrase"
}

func (a *app) askTwice() (string, error) {
	first, err := a.hidden(questionKey(askNewPassphrase))
	if err != nil {
		return "", err
	}
	second, err := a.hidden("cli.team.ask.again")
	if err != nil {
		return "", err
	}
	if first != second {
		return "", told("cli.team.not-the-same")
	}
	return first, nil
}

// hidden asks for something that is not shown while it is typed.
func (a *app) hidden(key string) (string, error) {
	fmt.Fprint(a.Err, i18n.T(key))
	file, ok := a.In.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return a.line()
	}
	typed, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(a.Err)
	return string(typed), err
}

func (a *app) line() (string, error) {
	line, err := a.typed.ReadString('\n')
	if err != nil && line == "" {
		return "", told("cli.team.no-answer")
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// yes reports whether an answer agrees.
func yes(answer string) bool {
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "j", "ja", "y", "yes":
		return true
	}
	return false
}

// handedOver is what the window reads first.
func (a *app) handedOver() io.Reader {
	line, err := json.Marshal(a.secrets)
	if err != nil {
		return strings.NewReader("\n")
	}
	return strings.NewReader(string(line) + "\n")
}

// answer asks what the window wants to know. It reports whether it is to be
// tried again with the answer.
func (a *app) answer(code int) (again bool, err error) {
	q := question(code - askingCode)
	if a.secrets == nil || q < askPassword || q > askAgreement {
		return false, nil
	}
	text, err := a.ask(q, told("cli.team.no-answer"))
	if err != nil {
		return false, err
	}
	switch q {
	case askPassword:
		a.secrets.Password = text
	case askCode:
		a.secrets.Code = text
	case askAgreement:
		if a.secrets.Agreed = yes(text); !a.secrets.Agreed {
			return false, told("cli.team.nothing-done")
		}
	default:
		a.secrets.Passphrase = text
	}
	return true, nil
}

// password is that of the server, for a workspace that has a team.
func (a *app) password(account string, missing error) (string, error) {
	if a.secrets.Password != "" || account == "" {
		return a.secrets.Password, nil
	}
	text, err := a.ask(askPassword, missing)
	a.secrets.Password = text
	return text, err
}

// passphrase is that of the workspace; a new one is asked for twice.
func (a *app) passphrase(q question, missing error) (string, error) {
	if a.secrets.Passphrase != "" {
		return a.secrets.Passphrase, nil
	}
	text, err := a.ask(q, missing)
	a.secrets.Passphrase = text
	return text, err
}

// agreed asks before something is done that one should think about.
func (a *app) agreed(without error) error {
	if a.secrets.Agreed {
		return nil
	}
	text, err := a.ask(askAgreement, without)
	if err != nil {
		return err
	}
	if a.secrets.Agreed = yes(text); !a.secrets.Agreed {
		return told("cli.team.nothing-done")
	}
	return nil
}

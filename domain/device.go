package domain

import "strings"

// NameDevice says how one of us calls one of their machines.
type NameDevice struct {
	Member ID     `json:"member"`
	Device ID     `json:"device"`
	Name   string `json:"name"`
}

// CommandName is the name in the journal.
func (NameDevice) CommandName() string { return "name-device" }

// Decide refuses an empty name, and gives nothing if it is called so already.
func (c NameDevice) Decide(s State, _ Issued) ([]Event, error) {
	record := Stream{KindMember, c.Member}
	_, a, err := openHead(s, record)
	if err != nil {
		return nil, err
	}
	name, was := strings.TrimSpace(c.Name), a.(*Member).Devices[c.Device]
	switch {
	case name == "" || c.Device == None:
		return nil, refuse(RefusedNoName, record)
	case name == was:
		return nil, nil
	}
	return []Event{&DeviceNamed{of: of{record}, Device: c.Device, Sealed: Named{Name: name, Was: was}}}, nil
}

// DeviceNamed says how a machine of one of us is called. Without a name, it is
// called nothing again.
type DeviceNamed struct {
	of
	Device ID    `json:"device"`
	Sealed Named `json:"-"`
}

// EventType is the persisted name.
func (*DeviceNamed) EventType() string { return "member.device-named.v1" }

// Secret is the name of the machine.
func (e *DeviceNamed) Secret() any { return &e.Sealed }

func (m *Member) nameDevice(device ID, name string) {
	if name == "" {
		delete(m.Devices, device)
		return
	}
	if m.Devices == nil {
		m.Devices = map[ID]string{}
	}
	m.Devices[device] = name
}

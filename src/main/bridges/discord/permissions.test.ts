import { describe, expect, it } from 'vitest';
import { permissionBits, permissionsIn } from './permissions.ts';

const { administrator, viewChannel, sendMessages } = permissionBits;
const none = 0n;
const overwrite = (id: string, allow: bigint, deny: bigint) => ({ id, allow, deny });

describe('permissions in a channel', () => {
  it.each([
    { what: 'everyone', roles: [], base: viewChannel, role: none, overwrites: [], expected: viewChannel },
    {
      what: 'a role adds',
      roles: ['2'],
      base: viewChannel,
      role: sendMessages,
      overwrites: [],
      expected: viewChannel | sendMessages,
    },
    {
      what: 'a role not held adds nothing',
      roles: [],
      base: none,
      role: sendMessages,
      overwrites: [],
      expected: none,
    },
    {
      what: 'everyone denied',
      roles: [],
      base: viewChannel,
      role: none,
      overwrites: [overwrite('1', none, viewChannel)],
      expected: none,
    },
    {
      what: 'a role allows again',
      roles: ['2'],
      base: viewChannel,
      role: none,
      overwrites: [overwrite('2', viewChannel, none), overwrite('1', none, viewChannel)],
      expected: viewChannel,
    },
    {
      what: 'the member’s overwrite wins',
      roles: ['2'],
      base: viewChannel,
      role: none,
      overwrites: [overwrite('9', none, viewChannel), overwrite('2', viewChannel, none)],
      expected: none,
    },
    {
      what: 'one role allows what another denies',
      roles: ['2', '3'],
      base: none,
      role: none,
      overwrites: [overwrite('3', viewChannel, none), overwrite('2', none, viewChannel)],
      expected: viewChannel,
    },
  ])('follow the rule: $what', ({ roles, base, role, overwrites, expected }) => {
    const guild = {
      id: '1',
      name: 'Hall',
      owner_id: '7',
      roles: [
        { id: '1', permissions: base },
        { id: '2', permissions: role },
        { id: '3', permissions: none },
      ],
    };
    const channel = { id: '5', type: 0, permission_overwrites: overwrites };
    expect(permissionsIn(guild, channel, { id: '9', roles })).toBe(expected);
  });

  it('do not restrict owners and administrators', () => {
    const channel = { id: '5', type: 0, permission_overwrites: [overwrite('1', none, viewChannel)] };
    const guild = {
      id: '1',
      name: 'Hall',
      owner_id: '7',
      roles: [
        { id: '1', permissions: none },
        { id: '2', permissions: administrator },
      ],
    };
    expect(permissionsIn(guild, channel, { id: '7', roles: [] }) & viewChannel).toBe(viewChannel);
    expect(permissionsIn(guild, channel, { id: '9', roles: ['2'] }) & viewChannel).toBe(viewChannel);
  });
});

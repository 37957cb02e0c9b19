import { mayGrantRole, Role } from '@patchbay/model/identity';

export const roleWords: Readonly<Record<Role, string>> = {
  viewer: 'sees everything',
  operator: 'also runs, cancels, replays',
  analyst: 'also edits and publishes flows',
  admin: 'also connections, members, keys',
  owner: 'everything',
};

/** Nobody grants a role above their own. */
export const grantableRoles = (own: Role): { value: Role; label: string; aside: string }[] =>
  Role.options
    .filter((role) => mayGrantRole(own, role))
    .map((role) => ({ value: role, label: role, aside: roleWords[role] }));

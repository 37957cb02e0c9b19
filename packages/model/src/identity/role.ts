// Who may do what. A role holds all permissions of the roles before it in the list.
import * as z from 'zod';

/** viewer sees · operator runs, cancels, replays · analyst edits flows and mappings · admin connections, members, policy · owner all. */
export const Role = z.enum(['viewer', 'operator', 'analyst', 'admin', 'owner']);
export type Role = z.infer<typeof Role>;

export const Permission = z.enum([
  'flow.read',
  'flow.edit',
  'flow.publish',
  'library.read',
  'library.edit',
  'library.delete',
  'connection.read',
  'connection.use',
  'connection.edit',
  'variable.read',
  'variable.edit',
  'run.read',
  'run.start',
  'run.repair',
  'member.read',
  'member.edit',
  'apiKey.edit',
  'audit.read',
  'retention.edit',
  'workspace.edit',
]);
export type Permission = z.infer<typeof Permission>;

const leastRole: Readonly<Record<Permission, Role>> = {
  'flow.read': 'viewer',
  'library.read': 'viewer',
  'connection.read': 'viewer',
  'variable.read': 'viewer',
  'run.read': 'viewer',
  'run.start': 'operator',
  'run.repair': 'operator',
  'flow.edit': 'analyst',
  'flow.publish': 'analyst',
  'library.edit': 'analyst',
  'connection.use': 'analyst',
  'variable.edit': 'analyst',
  'connection.edit': 'admin',
  'library.delete': 'admin',
  'member.read': 'admin',
  'member.edit': 'admin',
  'apiKey.edit': 'admin',
  'audit.read': 'admin',
  'retention.edit': 'admin',
  'workspace.edit': 'owner',
};

const rank = (role: Role): number => Role.options.indexOf(role);

export const roleAllows = (role: Role, permission: Permission): boolean => rank(role) >= rank(leastRole[permission]);
/** Nobody grants a role above their own. */
export const mayGrantRole = (own: Role, granted: Role): boolean => rank(own) >= rank(granted);
export const permissionsOf = (role: Role): Permission[] =>
  Permission.options.filter((permission) => roleAllows(role, permission));

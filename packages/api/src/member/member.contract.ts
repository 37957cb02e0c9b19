import { Role } from '@patchbay/model/identity';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { TimeText } from '../trpc/paging.ts';

export const MemberView = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  createdAt: TimeText,
});
export type MemberView = z.infer<typeof MemberView>;

/** Bounded before it is hashed: a password of megabytes would keep a core busy. */
export const Password = z.string().min(10, 'at least 10 characters').max(200);
export const MemberAddInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(200),
  role: Role,
  /** The first password, handed over in person. */
  password: Password,
});
export type MemberAddInput = z.infer<typeof MemberAddInput>;
export const MemberSetRoleInput = z.strictObject({ userId: z.string().min(1).max(80), role: Role });
export type MemberSetRoleInput = z.infer<typeof MemberSetRoleInput>;
export const MemberRemoveInput = z.strictObject({ userId: z.string().min(1).max(80) });
export type MemberRemoveInput = z.infer<typeof MemberRemoveInput>;

export interface MemberService {
  list(caller: Caller): Promise<MemberView[]>;
  add(caller: Caller, input: MemberAddInput): Promise<{ userId: string }>;
  setRole(caller: Caller, input: MemberSetRoleInput): Promise<void>;
  remove(caller: Caller, input: MemberRemoveInput): Promise<void>;
}

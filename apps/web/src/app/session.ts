import type { Permission } from '@patchbay/model/identity';
import { useSuspenseQuery } from '@tanstack/react-query';
import { trpc } from './api-client.ts';

/** Loaded before any page of the shell is shown, so it is always there. */
export const useSession = () => useSuspenseQuery(sessionQuery()).data;

export const sessionQuery = () => trpc.session.me.queryOptions(undefined, { staleTime: 60_000 });

/** Whether the person's role allows it. The server decides; this only spares them a button that would be refused. */
export const useMay = (permission: Permission): boolean => useSession().permissions.includes(permission);

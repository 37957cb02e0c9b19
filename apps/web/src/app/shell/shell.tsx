import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { keysAreOf, ShortcutSheet, showShortcuts, useNamedShortcut } from '../../shortcuts/index.ts';
import { onSignedOut } from '../api-client.ts';
import { useSession } from '../session.ts';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';

export function Shell() {
  const navigate = useNavigate();
  const { actor } = useSession();
  useEffect(() => keysAreOf(actor.id), [actor.id]);
  useNamedShortcut('help', () => showShortcuts());
  useEffect(
    () => onSignedOut(() => void navigate({ to: '/sign-in', search: { to: location.pathname + location.search } })),
    [navigate],
  );
  return (
    <div className="grid h-full grid-cols-[var(--w-rail)_minmax(0,1fr)] grid-rows-[minmax(var(--h-bar),auto)_minmax(0,1fr)]">
      <Rail />
      <Outlet />
      <Palette />
      <ShortcutSheet />
    </div>
  );
}

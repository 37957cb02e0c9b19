import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Activity, LayoutTemplate, Monitor, Moon, Plug, Plus, Sun, Workflow } from 'lucide-react';
import { useDeferredValue, useInsertionEffect, useMemo, useRef, useState } from 'react';
import { CommandPalette, type PaletteGroup, type PaletteItem, useCommandsOfPage } from '../../ui/index.ts';
import { chooseTheme } from '../../ui/theme/theme-choice.ts';
import { useCreateFlow } from '../../flows/use-create-flow.ts';
import { shortRunId } from '../../runs/run-words.ts';
import { useNamedShortcut } from '../../shortcuts/index.ts';
import { trpc } from '../api-client.ts';
import { useMay } from '../session.ts';
import { places } from './places.ts';
import { openPalette, setPaletteOpen, usePaletteOpen } from './palette-state.ts';

/** Mod+K: pages, flows, runs and actions, as far as the role allows them. */
export function Palette() {
  const open = usePaletteOpen();
  const [search, setSearch] = useState('');
  useNamedShortcut('palette', openPalette);
  const groups = useGroups(useDeferredValue(search.trim()), open);
  const { pageGroups, focusAfter } = useGroupsOfPage(open);
  return (
    <CommandPalette
      open={open}
      onOpenChange={(next) => {
        setPaletteOpen(next);
        if (!next) setSearch('');
      }}
      search={search}
      onSearch={setSearch}
      groups={[...pageGroups, ...groups]}
      focusAfter={focusAfter}
      placeholder="Go to page, flow or run"
    />
  );
}

/** What the page offers, for where the focus was; it is done once the focus is there again. */
function useGroupsOfPage(open: boolean) {
  const commands = useCommandsOfPage();
  const before = useRef<HTMLElement | null>(null);
  const chosen = useRef<(() => void) | null>(null);
  useInsertionEffect(() => {
    if (open && document.activeElement instanceof HTMLElement) before.current = document.activeElement;
  }, [open]);
  const pageGroups = useMemo(() => (open ? commands.map((groupOf) => groupOf()) : []), [open, commands]);
  return {
    pageGroups: pageGroups.map((group) => ({
      ...group,
      items: group.items.map((item) => ({
        ...item,
        onSelect: () => {
          chosen.current = item.onSelect;
          setPaletteOpen(false);
        },
      })),
    })),
    focusAfter: (): HTMLElement | null => {
      const act = chosen.current;
      chosen.current = null;
      if (act === null) return null;
      queueMicrotask(act);
      return before.current;
    },
  };
}

const recentFlows = 8;
const runIdStart = /^[0-9a-f]{6,8}(-[0-9a-f-]*)?$/i;

function useGroups(search: string, open: boolean): PaletteGroup[] {
  const navigate = useNavigate();
  const close = (act: () => unknown) => () => {
    setPaletteOpen(false);
    act();
  };
  const flows = useQuery({
    ...trpc.flow.list.queryOptions({ ...(search === '' ? {} : { search }), limit: recentFlows }),
    enabled: open,
    placeholderData: (before) => before,
  });
  const runs = useQuery({
    ...trpc.run.list.queryOptions({ search, limit: 5 }),
    enabled: open && runIdStart.test(search),
  });
  const actions = useActions(close);
  return [
    {
      heading: 'Flows',
      items: (flows.data?.items ?? []).map((flow) => ({
        id: flow.id,
        label: flow.name,
        icon: Workflow,
        aside: flow.live === null ? 'draft' : `version ${flow.live.version} live`,
        keywords: [search],
        onSelect: close(() => navigate({ to: '/flows/$flowId', params: { flowId: flow.id } })),
      })),
    },
    {
      heading: 'Runs',
      items: (runs.data?.items ?? []).map((run) => ({
        id: run.id,
        label: `${run.flowName} · ${shortRunId(run.id)}`,
        icon: Activity,
        aside: run.status,
        keywords: [search],
        onSelect: close(() => navigate({ to: '/runs/$runId', params: { runId: run.id } })),
      })),
    },
    {
      heading: 'Pages',
      items: places.map((place) => ({
        id: place.to,
        label: place.label,
        icon: place.icon,
        onSelect: close(() => navigate({ to: place.to })),
      })),
    },
    { heading: 'Actions', items: actions },
  ];
}

function useActions(close: (act: () => unknown) => () => void): PaletteItem[] {
  const navigate = useNavigate();
  const create = useCreateFlow();
  const mayEdit = useMay('flow.edit');
  const mayConnect = useMay('connection.edit');
  return [
    ...(mayEdit
      ? [
          {
            id: 'new-flow',
            label: 'New blank flow',
            icon: Plus,
            onSelect: close(() => create.mutate({ name: 'Untitled flow' })),
          },
          {
            id: 'templates',
            label: 'Start from a template',
            icon: LayoutTemplate,
            onSelect: close(() => navigate({ to: '/flows/templates' })),
          },
        ]
      : []),
    ...(mayConnect
      ? [
          {
            id: 'new-connection',
            label: 'New connection',
            icon: Plug,
            onSelect: close(() => navigate({ to: '/connections/new' })),
          },
        ]
      : []),
    { id: 'theme-light', label: 'Theme: light', icon: Sun, onSelect: close(() => chooseTheme('light')) },
    { id: 'theme-dark', label: 'Theme: dark', icon: Moon, onSelect: close(() => chooseTheme('dark')) },
    { id: 'theme-system', label: 'Theme: as the system', icon: Monitor, onSelect: close(() => chooseTheme('system')) },
  ];
}

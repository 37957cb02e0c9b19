import { useNavigate } from '@tanstack/react-router';
import { useMay } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { Tab, TabList, TabPanel, Tabs } from '../ui/index.ts';
import { ApiKeysTab } from './api-keys-tab.tsx';
import { AuditTab } from './audit-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { LookTab } from './look-tab.tsx';
import { MembersTab } from './members-tab.tsx';
import { VariablesTab } from './variables/variables-tab.tsx';

const tabs = ['look', 'variables', 'history', 'members', 'keys', 'audit'] as const;
export type SettingsTab = (typeof tabs)[number];

export function parseSettingsSearch(search: Record<string, unknown>): { tab?: SettingsTab } {
  const tab = tabs.find((one) => one === search['tab']);
  return tab === undefined ? {} : { tab };
}

/** Only what the role may see has a tab. */
export function SettingsPage({ tab }: { readonly tab: SettingsTab }) {
  const navigate = useNavigate();
  const may: Readonly<Record<SettingsTab, boolean>> = {
    look: true,
    variables: useMay('variable.read'),
    history: useMay('run.read'),
    members: useMay('member.read'),
    keys: useMay('apiKey.edit'),
    audit: useMay('audit.read'),
  };
  return (
    <PageFrame title="Settings" className="overflow-hidden">
      <Tabs
        value={may[tab] ? tab : 'look'}
        onChange={(next) =>
          void navigate({ to: '/settings', search: next === 'look' ? {} : { tab: next }, replace: true })
        }
        className="h-full"
      >
        <TabList label="Settings">
          <Tab value="look">You and the look</Tab>
          {may.variables ? <Tab value="variables">Variables</Tab> : null}
          {may.history ? <Tab value="history">History</Tab> : null}
          {may.members ? <Tab value="members">Members</Tab> : null}
          {may.keys ? <Tab value="keys">API keys</Tab> : null}
          {may.audit ? <Tab value="audit">Audit</Tab> : null}
        </TabList>
        <TabPanel value="look" className="overflow-auto p-6">
          <LookTab />
        </TabPanel>
        <TabPanel value="variables" className="overflow-auto">
          <VariablesTab />
        </TabPanel>
        <TabPanel value="history" className="overflow-auto p-6">
          <HistoryTab />
        </TabPanel>
        <TabPanel value="members" className="overflow-auto">
          <MembersTab />
        </TabPanel>
        <TabPanel value="keys" className="overflow-auto">
          <ApiKeysTab />
        </TabPanel>
        <TabPanel value="audit" className="overflow-auto">
          <AuditTab />
        </TabPanel>
      </Tabs>
    </PageFrame>
  );
}

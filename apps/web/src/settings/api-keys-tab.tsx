import type { ApiOutputs } from '@patchbay/api';
import type { Role } from '@patchbay/model/identity';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Key, Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { ListStates } from '../app/list-states.tsx';
import { errorWords } from '../app/error-words.ts';
import { useSession } from '../app/session.ts';
import {
  ActionsTh,
  Button,
  CopyButton,
  Dialog,
  EmptyState,
  ProblemBox,
  SelectField,
  SkeletonRows,
  Status,
  Table,
  Td,
  TextField,
  Th,
  TimeText,
  toast,
  Tr,
} from '../ui/index.ts';
import { grantableRoles, roleWords } from './role-options.ts';

type ApiKey = ApiOutputs['apiKey']['list'][number];

export function ApiKeysTab() {
  const keys = useQuery(trpc.apiKey.list.queryOptions());
  const [making, setMaking] = useState(false);
  const make = (
    <Button look="primary" icon={Plus} onClick={() => setMaking(true)}>
      New API key
    </Button>
  );
  return (
    <>
      <ListStates
        query={keys}
        items={keys.data}
        empty={
          <EmptyState
            icon={Key}
            title="No API keys yet"
            why="A key lets a program use the public API with a role of its own. Only its fingerprint is stored: the key is shown once."
            action={make}
            example={<code>curl -H &quot;Authorization: Bearer pb_…&quot; {location.origin}/api/v1/flows</code>}
          />
        }
      >
        {(rows) => (
          <>
            <div className="flex items-center justify-between gap-2 px-4 py-3">
              <p className="text-ink-2">
                For programs that use the API at <code>{location.origin}/api/v1</code>, described in{' '}
                <code>openapi.json</code> there.
              </p>
              {make}
            </div>
            <Table label="API keys">
              <thead>
                <tr>
                  <Th>Name</Th>
                  <Th>Key</Th>
                  <Th>Role</Th>
                  <Th>Last used</Th>
                  <Th>Expires</Th>
                  <Th>State</Th>
                  <ActionsTh />
                </tr>
              </thead>
              <tbody>
                {rows === undefined ? (
                  <SkeletonRows rows={3} columns={7} />
                ) : (
                  rows.map((key) => <KeyRow key={key.id} apiKey={key} />)
                )}
              </tbody>
            </Table>
          </>
        )}
      </ListStates>
      {making ? <MakeKey onClose={() => setMaking(false)} /> : null}
    </>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }) {
  const client = useQueryClient();
  const revoke = useMutation(
    trpc.apiKey.revoke.mutationOptions({
      onSuccess: () => toast('The key no longer works', { detail: apiKey.name }),
      onError: (error) => toast('The key still works', { detail: errorWords(error).title }),
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.apiKey.pathKey() }),
    }),
  );
  const dead = apiKey.revokedAt !== null || (apiKey.expiresAt !== null && Date.parse(apiKey.expiresAt) <= Date.now());
  return (
    <Tr>
      <Td className="font-medium">{apiKey.name}</Td>
      <Td>
        <code className="text-ink-2">{apiKey.prefix}…</code>
      </Td>
      <Td dim>{apiKey.role}</Td>
      <Td dim>{apiKey.lastUsedAt === null ? 'Never' : <TimeText at={apiKey.lastUsedAt} ago />}</Td>
      <Td dim>{apiKey.expiresAt === null ? 'Never' : <TimeText at={apiKey.expiresAt} year />}</Td>
      <Td>
        {apiKey.revokedAt !== null ? (
          <Status look="cancelled">Revoked</Status>
        ) : dead ? (
          <Status look="cancelled">Expired</Status>
        ) : (
          <Status look="succeeded">Works</Status>
        )}
      </Td>
      <Td end>
        {apiKey.revokedAt === null ? (
          <Button
            size="small"
            look="danger"
            busy={revoke.isPending}
            onClick={() => revoke.mutate({ apiKeyId: apiKey.id })}
            aria-label={`Revoke ${apiKey.name}`}
          >
            Revoke
          </Button>
        ) : null}
      </Td>
    </Tr>
  );
}

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: 'never', label: 'until it is revoked' },
] as const;
type Lifetime = (typeof lifetimes)[number]['value'];

function MakeKey({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const create = useMutation(
    trpc.apiKey.create.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.apiKey.pathKey() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name, role, ...(lifetime === 'never' ? {} : { expiresInDays: Number(lifetime) }) });
  };
  const made = create.data?.key;
  return (
    <Dialog
      onClose={onClose}
      title={made === undefined ? 'New API key' : 'Your new key'}
      footer={
        made === undefined ? (
          <>
            <Button look="primary" type="submit" form="make-key" busy={create.isPending}>
              Make the key
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </>
        ) : (
          <Button look="primary" onClick={onClose}>
            I have stored it
          </Button>
        )
      }
    >
      {made === undefined ? (
        <form id="make-key" className="grid gap-3" onSubmit={submit}>
          <TextField
            label="Name"
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
            hint="What uses it: a script, a system, a person’s laptop."
          />
          <SelectField
            label="Role"
            value={role}
            options={grantableRoles(session.role)}
            onChange={setRole}
            hint={roleWords[role]}
          />
          <SelectField label="Works for" value={lifetime} options={lifetimes} onChange={setLifetime} />
          {create.error === null ? null : <ErrorBox error={create.error} />}
        </form>
      ) : (
        <div className="grid gap-3">
          <ProblemBox
            tone="wait"
            title="This is the only time that the key is shown"
            next="Copy it now and keep it where secrets are kept."
          />
          <div className="flex items-center gap-2 rounded-1 border border-ctl-line bg-sunken p-2">
            <code className="min-w-0 flex-1 break-all">{made}</code>
            <CopyButton text={made} label="Copy the key" />
          </div>
        </div>
      )}
    </Dialog>
  );
}

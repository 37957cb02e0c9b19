import { expect, test } from 'vitest';
import { RequestDurations } from './request-durations.ts';

test('requests are counted by kind, by the class of their status and up to each bound', () => {
  const durations = new RequestDurations();
  durations.observe('hooks', 200, 0.004);
  durations.observe('hooks', 202, 0.005);
  durations.observe('hooks', 204, 0.2);
  durations.observe('hooks', 200, 40);
  durations.observe('api', 503, 0.02);
  const lines = durations.text().split('\n');
  const hooks = 'kind="hooks",status="2xx"';
  const api = 'kind="api",status="5xx"';
  expect(lines).toEqual(
    expect.arrayContaining([
      '# TYPE patchbay_server_request_seconds histogram',
      `patchbay_server_request_seconds_bucket{le="0.005",${hooks}} 2`,
      `patchbay_server_request_seconds_bucket{le="0.1",${hooks}} 2`,
      `patchbay_server_request_seconds_bucket{le="0.25",${hooks}} 3`,
      `patchbay_server_request_seconds_bucket{le="30",${hooks}} 3`,
      `patchbay_server_request_seconds_bucket{le="+Inf",${hooks}} 4`,
      `patchbay_server_request_seconds_sum{${hooks}} 40.209`,
      `patchbay_server_request_seconds_count{${hooks}} 4`,
      `patchbay_server_request_seconds_bucket{le="0.01",${api}} 0`,
      `patchbay_server_request_seconds_bucket{le="0.025",${api}} 1`,
    ]),
  );
  expect(lines.some((line) => line.includes('trpc'))).toBe(false);
});

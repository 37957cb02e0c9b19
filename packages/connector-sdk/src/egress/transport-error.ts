// What the network's error codes mean for a step: did anything reach the target, and is another attempt worth it?
import { ConnectorError, isConnectorError } from '../connector-error.ts';

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : codeOf(error.cause);
};

/** A refusal may come wrapped by the layers below. */
function connectorErrorIn(error: unknown): ConnectorError | undefined {
  if (isConnectorError(error)) return error;
  if (error instanceof AggregateError) return error.errors.map(connectorErrorIn).find((found) => found !== undefined);
  return error instanceof Error && error.cause !== undefined ? connectorErrorIn(error.cause) : undefined;
}

const causes: Readonly<Record<string, readonly [cause: string, next: string]>> = {
  ENOTFOUND: ['the name is not known to DNS', 'Check the host name in the connection.'],
  EAI_AGAIN: ['DNS did not answer', 'Check the network of the machine that runs the worker.'],
  ECONNREFUSED: ['nothing accepts connections there', 'Check host and port, and that the service is running.'],
  EHOSTUNREACH: ['there is no route to it', 'Check the address and the network between.'],
  ENETUNREACH: ['there is no route to it', 'Check the address and the network between.'],
  ETIMEDOUT: ['no answer in time', 'Check host, port and firewall.'],
  UND_ERR_CONNECT_TIMEOUT: ['no answer in time', 'Check host, port and firewall.'],
  ABORT_ERR: ['the call was cancelled', 'Nothing needs to be done.'],
  ECONNRESET: ['the connection was cut', 'Ask whoever runs the service whether it restarted.'],
  UND_ERR_SOCKET: ['the connection was cut', 'Ask whoever runs the service whether it restarted.'],
  EPIPE: ['the connection was cut', 'Ask whoever runs the service whether it restarted.'],
};

const isCertificate = (code: string): boolean => /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_)/.test(code);

/** The connection could not be opened, so nothing was sent. */
export function dialError(error: unknown, target: string): ConnectorError {
  const known = connectorErrorIn(error);
  if (known !== undefined) return known;
  const code = codeOf(error);
  if (isCertificate(code)) {
    return new ConnectorError('permanent', `${target}: its certificate is not trusted (${code}).`, {
      effect: 'none',
      next: 'Ask whoever runs the service for a valid certificate.',
      cause: error,
    });
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return new ConnectorError('permanent', `${target} does not speak TLS as expected (${code}).`, {
      effect: 'none',
      next: 'Check port and scheme: https where the service expects TLS, http where it does not.',
      cause: error,
    });
  }
  const [cause, next] = causes[code] ?? [code || 'unknown cause', 'Check host and port.'];
  return new ConnectorError('transient', `${target} cannot be reached: ${cause}.`, {
    effect: 'none',
    next,
    cause: error,
  });
}

/** The request, or a part of it, was on its way: nobody knows what the target made of it. */
export function sentError(error: unknown, target: string): ConnectorError {
  const known = connectorErrorIn(error);
  if (known !== undefined) return known;
  const code = codeOf(error);
  const [cause, next] = causes[code] ?? [
    code || 'the answer is no HTTP',
    'Look at what the service recorded for this call.',
  ];
  return new ConnectorError('transient', `${target} was called, but the answer never came: ${cause}.`, {
    effect: 'unknown',
    next,
    cause: error,
  });
}

// Loaded before the program: it ends with an error as soon as it loads what only some commands need.
import { registerHooks } from 'node:module';

const heavy =
  /^@patchbay\/(?:api(?!\/error)|engine|mapping|codecs|connections|connectors|sandbox|queue)\b|^@patchbay\/db\/(?!connection-config|secret-box)/;

registerHooks({
  resolve: (specifier, context, next) => {
    if (heavy.test(specifier)) throw new Error(`${specifier} is loaded by ${context.parentURL ?? 'the program'}`);
    return next(specifier, context);
  },
});

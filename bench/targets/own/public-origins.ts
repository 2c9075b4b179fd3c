import { pageOrigin } from '../../driver/browser.ts';
import { authority } from '../stage.ts';

/** How clients name our servers, whatever address a request is sent to: by their public name, and as pages in a browser. */
export const publicOrigins = [`https://${authority}`, pageOrigin('*')].join();

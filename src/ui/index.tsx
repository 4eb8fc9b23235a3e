/**
 * What people see: pages and parts over one typed event stream. Nobody imports this folder; `index.html` starts it.
 *
 *   observer events ─→ node/reduce ─→ models (pure view models) ─→ pages, parts ─→ commands back to the observer
 */
import { render } from 'solid-js/web';
import { App } from './app.tsx';
import './style/index.css';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no element with the id "app".');
render(() => <App />, root);

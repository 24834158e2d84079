// Starts this page. Loaded by the page's HTML file and by nothing else.
import { mount } from "svelte";

import "../../lib/design.css";
import JoinWindow from "./JoinWindow.svelte";

const target = document.querySelector("#page");
if (target !== null) mount(JoinWindow, { target });

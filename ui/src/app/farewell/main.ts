// Starts this page. Loaded by the page's HTML file and by nothing else.
import { mount } from "svelte";

import "../../lib/design.css";
import FarewellWindow from "./FarewellWindow.svelte";

const target = document.querySelector("#page");
if (target !== null) mount(FarewellWindow, { target });

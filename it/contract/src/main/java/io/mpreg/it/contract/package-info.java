/** What has to hold on every server, tested from outside against the EAR that Maven built. */
package io.mpreg.it.contract;
